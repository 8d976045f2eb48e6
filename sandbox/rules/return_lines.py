"""Builds the lines of a return and of its reverse fulfillment order."""

from collections import Counter
from collections.abc import Sequence

from sandbox.rules.errors import Refused
from sandbox.state.base import Record
from sandbox.state.records import Order, Return, ReturnLine, ReverseFulfillmentOrder, ReverseLine
from sandbox.state.store import Store

_ALIVE = ("REQUESTED", "OPEN", "CLOSED")
REASONS = (
    "COLOR",
    "DEFECTIVE",
    "NOT_AS_DESCRIBED",
    "OTHER",
    "SIZE_TOO_LARGE",
    "SIZE_TOO_SMALL",
    "STYLE",
    "UNKNOWN",
    "UNWANTED",
    "WRONG_ITEM",
)


class ReturnWish(Record, kw_only=True):
    """Names units of one fulfillment line that the customer sends back."""

    fulfillment_line_id: int
    quantity: int
    reason: str = "UNKNOWN"
    note: str = ""
    customer_note: str | None = None


def check_wishes(order: Order, wishes: Sequence[ReturnWish]) -> None:
    """Raises Refused for units unshipped, returning or refunded already."""
    if not wishes:
        raise Refused("Return must have at least one line item", "INVALID", ["returnLineItems"])
    asked: Counter[int] = Counter()  # by the number of the fulfillment's line, and of the order's
    for index, wish in enumerate(wishes):
        field = ["returnLineItems", str(index)]
        if wish.reason not in REASONS:
            raise Refused(f"Return reason must be one of {', '.join(REASONS)}", "INVALID", [*field, "returnReason"])
        if wish.quantity < 1:
            raise Refused("Quantity must be greater than 0", "INVALID", [*field, "quantity"])
        line_id = _line_item_id(order, wish.fulfillment_line_id, [*field, "fulfillmentLineItemId"])
        asked.update({wish.fulfillment_line_id: wish.quantity, line_id: wish.quantity})
        spoken_for = asked[line_id] > _unspoken(order, line_id)
        if spoken_for or asked[wish.fulfillment_line_id] > returnable(order, wish.fulfillment_line_id):
            raise Refused("Quantity is not available to return", "INVALID", [*field, "quantity"])


def returnable(order: Order, fulfillment_line_id: int) -> int:
    """Counts units of a fulfillment's line that are on no return."""
    shipped = sum(
        part.quantity
        for fulfillment in order.fulfillments
        if fulfillment.status == "SUCCESS"
        for part in fulfillment.lines
        if part.id == fulfillment_line_id
    )
    back = (line for given in order.returns if given.status in _ALIVE for line in given.lines)
    return shipped - sum(line.quantity for line in back if line.fulfillment_line_id == fulfillment_line_id)


def _unspoken(order: Order, line_item_id: int) -> int:
    """Counts shipped units that are neither refunded nor on a return."""
    line = order.line(line_item_id)
    waiting = sum(
        part.quantity - part.refunded_quantity
        for given in order.returns
        if given.status in ("REQUESTED", "OPEN")
        for part in given.lines
        if part.line_item_id == line_item_id
    )
    return line.fulfilled - line.returned - waiting if line else 0


def new_lines(store: Store, order: Order, wishes: Sequence[ReturnWish]) -> list[ReturnLine]:
    return [
        ReturnLine(
            id=store.next_id("ReturnLineItem"),
            fulfillment_line_id=wish.fulfillment_line_id,
            line_item_id=_line_item_id(order, wish.fulfillment_line_id, []),
            quantity=wish.quantity,
            reason=wish.reason,
            reason_handle=wish.reason.lower().replace("_", "-"),
            reason_name=wish.reason.capitalize().replace("_", " "),
            reason_note=wish.note,
            customer_note=wish.customer_note,
        )
        for wish in wishes
    ]


def reverse_order(store: Store, given: Return) -> ReverseFulfillmentOrder:
    return ReverseFulfillmentOrder(
        id=store.next_id("ReverseFulfillmentOrder"),
        lines=[
            ReverseLine(
                id=store.next_id("ReverseFulfillmentOrderLineItem"),
                fulfillment_line_id=line.fulfillment_line_id,
                line_item_id=line.line_item_id,
                total_quantity=line.quantity,
            )
            for line in given.lines
        ],
    )


def _line_item_id(order: Order, fulfillment_line_id: int, field: list[str]) -> int:
    for fulfillment in order.fulfillments:
        for part in fulfillment.lines:
            if part.id == fulfillment_line_id and fulfillment.status == "SUCCESS":
                return part.line_item_id
    raise Refused("Fulfillment line item does not exist", "NOT_FOUND", field)
