"""Requests, approves, declines and closes a customer's return."""

from collections.abc import Sequence

from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import finish
from sandbox.rules.lock import change
from sandbox.rules.return_lines import ReturnWish, check_wishes, new_lines, reverse_order
from sandbox.state.records import Order, Return
from sandbox.state.store import Store
from sandbox.state.timestamps import later_than

_DECLINES = ("FINAL_SALE", "OTHER", "RETURN_PERIOD_ENDED")


@change
def request_return(store: Store, order: Order, wishes: Sequence[ReturnWish]) -> Return:
    """Opens a REQUESTED return, for the merchant to approve or decline.

    Announces returns/request.
    """
    check_wishes(order, wishes)
    return _end(store, order, _new(store, order, wishes), "returns/request", made=True)


@change
def create_return(store: Store, order: Order, wishes: Sequence[ReturnWish]) -> Return:
    """Opens the merchant's own return at once. Announces returns/approve."""
    check_wishes(order, wishes)
    made = _new(store, order, wishes)
    _open(store, made)
    return _end(store, order, made, "returns/approve", made=True)


@change
def approve_return(store: Store, order: Order, given: Return) -> Return:
    """Opens a REQUESTED return, with a reverse fulfillment order of its units."""
    told = "Return is not approvable. Only returns with status REQUESTED can be approved."
    _must_be(given, "REQUESTED", told)
    _open(store, given)
    return _end(store, order, given, "returns/approve")


@change
def decline_return(store: Store, order: Order, given: Return, *, reason: str, note: str | None = None) -> Return:
    _must_be(given, "REQUESTED")
    if reason not in _DECLINES:
        raise Refused(f"Reason must be one of {', '.join(_DECLINES)}", "INVALID", ["declineReason"])
    given.status, given.decline_reason, given.decline_note = "DECLINED", reason, note
    return _end(store, order, given, "returns/decline")


@change
def cancel_return(store: Store, order: Order, given: Return) -> Return:
    """Cancels a return as long as nothing was refunded for it."""
    _must_be(given, ("REQUESTED", "OPEN"))
    if any(line.refunded_quantity for line in given.lines):
        raise Refused("Return is not cancelable: items have been refunded", "INVALID_STATE", ["id"])
    given.status = "CANCELED"
    for reverse in given.reverse_fulfillment_orders:
        reverse.status = "CANCELED"
    return _end(store, order, given, "returns/cancel")


@change
def close_return(store: Store, order: Order, given: Return) -> Return:
    _must_be(given, "OPEN")
    given.status, given.closed_at = "CLOSED", store.clock.now()
    return _end(store, order, given, "returns/close")


@change
def reopen_return(store: Store, order: Order, given: Return) -> Return:
    _must_be(given, "CLOSED")
    given.status, given.closed_at = "OPEN", None
    return _end(store, order, given, "returns/reopen")


def _new(store: Store, order: Order, wishes: Sequence[ReturnWish]) -> Return:
    now = store.clock.now()
    return Return(
        id=store.next_id("Return"),
        created_at=now,
        updated_at=now,
        order_id=order.id,
        name=f"{order.name}-R{len(order.returns) + 1}",
        lines=new_lines(store, order, wishes),
    )


def _open(store: Store, given: Return) -> None:
    given.status, given.request_approved_at = "OPEN", store.clock.now()
    given.reverse_fulfillment_orders.append(reverse_order(store, given))


def _must_be(given: Return, status: str | tuple[str, ...], told: str = "Return status is invalid.") -> None:
    allowed = (status,) if isinstance(status, str) else status
    if given.status not in allowed:
        raise Refused(told, "INVALID_STATE", ["id"])


def _end(store: Store, order: Order, given: Return, topic: str, *, made: bool = False) -> Return:
    if made:
        order.returns.append(given)
    given.updated_at = later_than(given.updated_at, store.clock.now())
    finish(store, order)
    store.announce(topic, given, order=order)
    return given
