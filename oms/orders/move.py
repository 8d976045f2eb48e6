"""Changes an order item's state and place: the only door.

Its state is the item's status: each change is a line of history, written in the same statement. Its place is the ship
group's facility, which never changes: units that go elsewhere go to another group. Rows begin and are divided here too.
New rows of an import in bulk are the one exception.

The two SQL parts let a larger statement of a caller move many items by the same words.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Max

from oms.models import ItemPart, ItemStatus, OrderHeader, OrderItem, OrderItemShipGroup, OrderStatus
from oms.orders.lines import LineNow

# Follows a CTE `wanted_status (item_id, from_status, to_status)`; takes the parameters `reason` and `actor`, and gives
# `item_changed`. An item that ends is not cancelled automatically any more.
CHANGE_STATUS = """
item_changed AS (
    UPDATE oms_orderitem i SET status = w.to_status, auto_cancel_date = CASE
        WHEN w.to_status NOT IN ('ITEM_COMPLETED', 'ITEM_CANCELLED') THEN i.auto_cancel_date END
    FROM wanted_status w WHERE i.id = w.item_id AND i.status = w.from_status
    RETURNING i.id, i.order_id, w.from_status, w.to_status
), item_change_kept AS (
    INSERT INTO oms_orderstatushistory (order_id, item_id, from_status, to_status, reason, actor)
    SELECT order_id, id, from_status, to_status, %(reason)s, %(actor)s FROM item_changed ORDER BY id
)
"""

# Follows a CTE `wanted_place (item_id, ship_group_id)`.
CHANGE_PLACE = """
item_moved AS (
    UPDATE oms_orderitem i SET ship_group_id = w.ship_group_id
    FROM wanted_place w WHERE i.id = w.item_id AND i.ship_group_id <> w.ship_group_id
    RETURNING i.id
)
"""

_SET_STATUS = """
WITH wanted_status AS (
    SELECT item_id, from_status, %(status)s::text AS to_status
    FROM unnest(%(items)s::bigint[], %(before)s::text[]) AS seen (item_id, from_status)
), {change_status}
SELECT count(*) FROM item_changed
""".replace("{change_status}", CHANGE_STATUS)

_PLACE = """
WITH wanted_place AS (
    SELECT item_id, %(group)s::bigint AS ship_group_id FROM unnest(%(items)s::bigint[]) AS seen (item_id)
), {change_place}
SELECT count(*) FROM item_moved
""".replace("{change_place}", CHANGE_PLACE)


class MovedMeanwhile(Exception):
    """An item has another status than its caller saw: it was read before the order was locked."""


def set_status(items: Iterable[OrderItem], status: str, *, reason: str, actor: str) -> None:
    """Give all these items the status; one statement, whatever their number."""
    changed = [item for item in items if item.status != status]
    if not changed:
        return
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "items": [item.pk for item in changed],
            "before": [str(item.status) for item in changed],
            "status": str(status),
            "reason": reason,
            "actor": actor,
        }
        cursor.execute(_SET_STATUS, values)
        (written,) = cursor.fetchone()
    if written != len(changed):
        raise MovedMeanwhile(f"{len(changed) - written} of {len(changed)} items have another status than was read")
    for item in changed:
        item.status = status
        if status in ItemStatus.TERMINAL:
            item.auto_cancel_date = None


def place(items: Sequence[OrderItem], group: OrderItemShipGroup) -> None:
    """Put all these items into the ship group; one statement, whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, {"items": [item.pk for item in items], "group": group.pk})
    for item in items:
        item.ship_group = group


def begin(order: OrderHeader, line: LineNow, units: int, group: OrderItemShipGroup) -> OrderItem:
    """A new row of so many units of the line, open as the order is. The caller holds the order's lock."""
    return OrderItem.objects.create(
        order=order,
        seq=_last_seq(order.pk) + 1,
        line_gid=line.line_gid,
        product_id=line.product_id,
        ship_group=group,
        quantity=units,
        price=line.price,
        discounted_price=line.discounted_price,
        status=ItemStatus.APPROVED if order.status == OrderStatus.APPROVED else ItemStatus.CREATED,
        name=line.name,
        variant_title=line.variant_title,
        sku=line.sku,
        requires_shipping=line.requires_shipping,
        is_gift_card=line.is_gift_card,
        attributes=dict(line.attributes),
    )


def divide(item: OrderItem, units: int) -> OrderItem:
    """A new row of so many units, like `item` in everything else; `item` keeps the rest and its sequence.

    The caller holds the order's lock. ValueError when nothing would be left of one of them.
    """
    if not 0 < units < item.quantity:
        raise ValueError(f"{units} of {item.quantity} units can't be divided off")
    part = OrderItem.objects.get(pk=item.pk)
    part.pk, part.seq, part.quantity, part.part = None, _last_seq(item.order_id) + 1, units, ItemPart.OPEN
    part._state.adding = True
    OrderItem.objects.filter(pk=item.pk).update(quantity=F("quantity") - units)
    item.quantity -= units
    part.save(force_insert=True)
    part.ship_group = item.ship_group
    return part


def _last_seq(order_id: int) -> int:
    return int(OrderItem.objects.filter(order_id=order_id).aggregate(last=Max("seq"))["last"] or 0)
