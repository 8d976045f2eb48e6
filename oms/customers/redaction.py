"""Takes the customer out of orders.

The orders stay, the law wants their amounts.
"""

from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Now

from oms.models import OrderAddress, OrderHeader, OrderItem, ReturnItem

_NOBODY = {"customer_name": "", "customer_email": "", "customer_phone": "", "customer_gid": ""}
_NOWHERE = {
    **dict.fromkeys(("name", "company", "address1", "address2", "city", "zip", "phone"), ""),
    "latitude": None,
    "longitude": None,
}


def anonymise(orders: QuerySet[OrderHeader]) -> dict[str, int]:
    """Takes the person out of these orders and their returns.

    Names, addresses, notes and attributes go, and what was said of returns; country and province stay for the
    statistics. `redacted_at` keeps later imports from bringing any of it back.

    The orders are locked first: an import that writes one meanwhile has ended by then, or finds it marked.

    Counts of what was changed, for the certificate. Run inside a transaction.
    """
    pks = list(orders.select_for_update().order_by("pk").values_list("pk", flat=True))
    chosen = OrderHeader.objects.filter(pk__in=pks)
    addresses = OrderAddress.objects.filter(order_id__in=pks).update(**_NOWHERE)
    OrderItem.objects.filter(order_id__in=pks).update(attributes={})
    ReturnItem.objects.filter(header__order_id__in=pks).update(note="")
    marked = Coalesce("redacted_at", Now())
    changed = chosen.update(**_NOBODY, note="", attributes={}, redacted_at=marked, updated_at=Now())
    return {"orders": changed, "addresses": addresses}
