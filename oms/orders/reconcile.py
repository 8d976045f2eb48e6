"""Makes a known order's items follow the shop's lines, unit by unit.

Rule: units that the shop no longer wants are cancelled, exactly so many, and only open ones: those that still wait in
a queue first. A row of which only some units are cancelled or completed is divided: the open part keeps its row and
sequence, the other part becomes a row of its own. More units become a new row. What is completed here stays completed.
Another shipping method is for what still waits in a queue; a place that has units ships them as it was told.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from oms.models import ItemStatus, OrderHeader, OrderItem, OrderStatus
from oms.models.history import OrderExceptionKind
from oms.orders.lines import LineNow, Place
from oms.orders.move import begin, divide, set_status
from oms.orders.ship_groups import follow_method, group_for, waits
from oms.orders.statuses import raise_exception, roll_up

COMPLETED_ELSEWHERE = "Fulfilled in the shop"
REMOVED = "Removed in the shop"
_WORDS: dict[str, str] = {ItemStatus.COMPLETED: "completed", ItemStatus.CANCELLED: "cancelled"}


@dataclass
class Outcome:
    """Units that changed, by "added", "cancelled", "completed", "method_changed"; and the order's status afterwards."""

    units: Counter[str] = field(default_factory=Counter)
    status: str = ""

    @property
    def changed(self) -> bool:
        return bool(self.units.total())


def reconcile(order: OrderHeader, lines: Iterable[LineNow], *, actor: str, reason: str = REMOVED) -> Outcome:
    """Make the items of the order what the shop's lines say, and let the order follow. Inside a transaction.

    Locks the order first: two of us never divide the same rows.
    """
    order = OrderHeader.objects.select_for_update().get(pk=order.pk)
    rows: dict[str, list[OrderItem]] = {}
    for item in OrderItem.objects.filter(order=order).select_related("ship_group__facility").order_by("seq"):
        rows.setdefault(item.line_gid, []).append(item)
    outcome = Outcome()
    by_place: dict[Place, list[OrderItem]] = {}
    for line in lines:
        items = rows.get(line.line_gid, [])
        _grow(order, line, items, outcome)
        _settle(line, items, outcome, actor=actor, reason=reason)
        _follow_prices(line, items)
        by_place.setdefault(line.place, []).extend(items)
    for place, items in by_place.items():
        if units := follow_method(order, items, place):
            outcome.units["method_changed"] += units
    why = COMPLETED_ELSEWHERE if outcome.units["completed"] else reason
    outcome.status = roll_up(order, reason=why, actor=actor) if outcome.changed else str(order.status)
    if outcome.units["cancelled"] and outcome.status == OrderStatus.COMPLETED:
        _tell_shipped(order)
    return outcome


def _grow(order: OrderHeader, line: LineNow, items: list[OrderItem], outcome: Outcome) -> None:
    more = line.quantity - sum(item.quantity for item in items)
    if more > 0:
        items.append(begin(order, line, more, group_for(order, line.place)))
        outcome.units["added"] += more


def _settle(line: LineNow, items: list[OrderItem], outcome: Outcome, *, actor: str, reason: str) -> None:
    for status, wanted, why in (
        (ItemStatus.COMPLETED, line.completed, COMPLETED_ELSEWHERE),
        (ItemStatus.CANCELLED, line.cancelled, reason),
    ):
        missing = wanted - sum(item.quantity for item in items if item.status == status)
        if taken := _take(items, missing, status) if missing > 0 else []:
            set_status(taken, status, reason=why, actor=actor)
            outcome.units[_WORDS[status]] += sum(item.quantity for item in taken)


def _take(items: list[OrderItem], units: int, status: str) -> list[OrderItem]:
    """Chooses open rows of so many units at most, divided where needed.

    To cancel, those in a queue come first; to complete, those at a place.
    """
    queued_first = status == ItemStatus.CANCELLED
    open_items = [item for item in items if item.status in ItemStatus.OPEN]
    open_items.sort(key=lambda item: (waits(item) != queued_first, -item.seq))
    taken: list[OrderItem] = []
    for item in open_items:
        if units <= 0:
            break
        part = item if item.quantity <= units else divide(item, units)
        if part is not item:
            items.append(part)
        taken.append(part)
        units -= part.quantity
    return taken


def _follow_prices(line: LineNow, items: Sequence[OrderItem]) -> None:
    prices = (line.price, line.discounted_price)
    behind = [item.pk for item in items if (item.price, item.discounted_price) != prices]
    if behind:
        OrderItem.objects.filter(pk__in=behind).update(price=line.price, discounted_price=line.discounted_price)


def _tell_shipped(order: OrderHeader) -> None:
    if order.cancelled_at is not None:
        raise_exception(
            order, OrderExceptionKind.CANCELLED_AFTER_SHIPMENT, "The shop cancelled it; units that had left stay so"
        )
