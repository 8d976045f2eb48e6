"""How an order's status looks: icon, word and colour together."""

from console.presentation.states import Shown
from oms.models import OrderHeader, OrderStatus

_LOOKS = {
    OrderStatus.CREATED: ("pending", "pending"),
    OrderStatus.APPROVED: ("running", "done"),
    OrderStatus.HOLD: ("paused", "paused"),
    OrderStatus.COMPLETED: ("done", "done"),
    OrderStatus.CANCELLED: ("cancelled", "cancelled"),
}
TABLE: dict[str, Shown] = {status: Shown(key, status.label, icon) for status, (key, icon) in _LOOKS.items()}


def shown(order: OrderHeader) -> Shown:
    return TABLE[order.status]
