"""Checks what may be refunded, and how."""

from collections.abc import Sequence

from sandbox.rules.errors import Refused
from sandbox.state.base import Record
from sandbox.state.records import LineItem
from sandbox.state.store import Store

# In the order in which they take units: the last is content with what the others leave.
RESTOCK_TYPES = ("CANCEL", "RETURN", "NO_RESTOCK")


class Refunded(Record, kw_only=True):
    """Names units of a line to refund.

    CANCEL and NO_RESTOCK take unfulfilled units, NO_RESTOCK fulfilled ones after them, RETURN fulfilled ones.
    `location_id`: where they go on sale again, by default where they lay.
    """

    line: LineItem
    quantity: int
    restock_type: str = "NO_RESTOCK"
    location_id: int | None = None


def check_refund(store: Store, wanted: Sequence[Refunded]) -> None:
    for index, part in enumerate(wanted):
        field = ["refundLineItems", str(index)]
        if part.restock_type not in RESTOCK_TYPES:
            raise Refused(f"Restock type must be one of {', '.join(RESTOCK_TYPES)}", None, [*field, "restockType"])
        if part.quantity < 1:
            raise Refused("Quantity must be greater than 0", None, [*field, "quantity"])
        place = store.locations.get(part.location_id) if part.location_id is not None else None
        if part.location_id is not None and (place is None or not place.is_active):
            raise Refused("Location does not exist", None, [*field, "locationId"])
        same = [other for other in wanted[: index + 1] if other.line.id == part.line.id]
        if sum(other.quantity for other in same) > part.line.refundable_quantity:
            raise Refused("Quantity cannot refund more items than were purchased", None, [*field, "quantity"])
        units = sum(other.quantity for other in same if other.restock_type == part.restock_type)
        if units > _limit(part):
            raise Refused(f"Quantity is more than can be refunded as {part.restock_type}", None, [*field, "quantity"])


def _limit(part: Refunded) -> int:
    line = part.line
    limits = {"CANCEL": line.unfulfilled_quantity, "RETURN": line.fulfilled - line.returned}
    return limits.get(part.restock_type, line.refundable_quantity)
