"""Dividing an item: the row keeps some of its units, a new row gets the others."""

from django.db.models import F, Max

from oms.models import ItemPart, OrderItem


def divide(item: OrderItem, units: int) -> OrderItem:
    """A new row of so many units, like `item` in everything else; `item` keeps the rest and its sequence.

    The caller holds the order's lock. ValueError when nothing would be left of one of them.
    """
    if not 0 < units < item.quantity:
        raise ValueError(f"{units} of {item.quantity} units can't be divided off")
    last = OrderItem.objects.filter(order_id=item.order_id).aggregate(last=Max("seq"))["last"]
    part = OrderItem.objects.get(pk=item.pk)
    part.pk, part.seq, part.quantity, part.part = None, last + 1, units, ItemPart.OPEN
    part._state.adding = True
    OrderItem.objects.filter(pk=item.pk).update(quantity=F("quantity") - units)
    item.quantity -= units
    part.save(force_insert=True)
    part.ship_group = item.ship_group
    return part
