"""Says in words why the shop cancelled an order."""

from oms.models import OrderHeader

CANCELLED = "Cancelled in the shop"
_WORDS = {
    "CUSTOMER": "the customer changed their mind",
    "DECLINED": "the payment was declined",
    "FRAUD": "suspected fraud",
    "INVENTORY": "not enough stock",
    "OTHER": "another reason",
    "STAFF": "a mistake of the staff",
}


def why(order: OrderHeader) -> str:
    """For the history of a cancelled order and its items. A reason that Shopify added since stays as it stands."""
    reason = order.cancel_reason
    words = _WORDS.get(reason, reason.lower().replace("_", " "))
    return f"{CANCELLED}: {words}" if words else CANCELLED
