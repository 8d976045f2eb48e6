"""Draws an order's forms, except those that its state rules out."""

from collections.abc import Iterator

from sandbox.pages.html import Html, el
from sandbox.pages.return_forms import return_actions
from sandbox.pages.widgets import area, choice, count, field, folded, form
from sandbox.rules.cancellation import REASONS
from sandbox.rules.captures import open_authorizations
from sandbox.state.base import ZERO
from sandbox.state.records import FulfillmentOrder, Order
from sandbox.state.store import Store

_RESTOCK = (
    ("CANCEL", "Not shipped: back on sale"),
    ("RETURN", "Came back: put on sale"),
    ("NO_RESTOCK", "Neither"),
)


def actions(store: Store, order: Order) -> Iterator[Html]:
    yield from _money(order)
    yield from _goods(store, order)
    if order.cancelled_at is None:
        yield _edit(order)
        yield _cancel(order)
    if order.total_received > order.total_refunded:
        yield _refund(order)
    yield from return_actions(store, order)
    yield _remarks(order)


def _money(order: Order) -> Iterator[Html]:
    to = f"/orders/{order.id}"
    if open_authorizations(order):
        amount = field("Amount (empty: all)", "amount", inputmode="decimal")
        yield folded(
            "Capture or void", form(f"{to}/capture", amount, button="Capture"), form(f"{to}/void", button="Void")
        )
    elif order.total_outstanding > ZERO and order.cancelled_at is None:
        amount = field("Amount", "amount", f"{order.total_outstanding}", inputmode="decimal")
        kinds = (("pay", "Paid"), ("authorize", "Authorised only"), ("fail", "Refused by the gateway"))
        yield folded("Pay", form(f"{to}/pay", amount, choice("Result", "kind", kinds), button="Pay"))


def _goods(store: Store, order: Order) -> Iterator[Html]:
    names = {line.id: line.name for line in order.line_items}
    for work in order.fulfillment_orders:
        place = store.locations[work.location_id].name
        if work.status in ("OPEN", "IN_PROGRESS") and any(part.remaining_quantity for part in work.lines):
            yield folded(f"Fulfil from {place}", _fulfil(order, work, names), _hold(order, work))
        elif work.status == "ON_HOLD":
            release = form(f"/orders/{order.id}/release", _of(work), button="Release")
            yield folded(f"Release the hold at {place}", release)


def _fulfil(order: Order, work: FulfillmentOrder, names: dict[int, str]) -> Html:
    units = [
        count(
            names.get(part.line_item_id, ""), f"part-{part.id}", part.remaining_quantity, most=part.remaining_quantity
        )
        for part in work.lines
        if part.remaining_quantity
    ]
    tracking = field("Carrier", "company", "UPS"), field("Tracking number", "tracking")
    return form(f"/orders/{order.id}/fulfil", _of(work), *units, *tracking, button="Fulfil")


def _hold(order: Order, work: FulfillmentOrder) -> Html:
    reasons = ("AWAITING_PAYMENT", "HIGH_RISK_OF_FRAUD", "INCORRECT_ADDRESS", "INVENTORY_OUT_OF_STOCK", "OTHER")
    shown = [(reason, reason.replace("_", " ").capitalize()) for reason in reasons]
    return form(f"/orders/{order.id}/hold", _of(work), choice("Reason", "reason", shown), button="Hold")


def _of(work: FulfillmentOrder) -> Html:
    return el("input", type="hidden", name="work", value=work.id)


def _edit(order: Order) -> Html:
    units = [count(line.name, f"line-{line.id}", line.current_quantity) for line in order.line_items]
    return folded("Edit quantities", form(f"/orders/{order.id}/edit", *units, button="Save"))


def _cancel(order: Order) -> Html:
    shown = [(reason, reason.capitalize()) for reason in REASONS]
    fields = choice("Reason", "reason", shown), _tick("Put back on sale", "restock"), _tick("Give money back", "refund")
    return folded("Cancel the order", form(f"/orders/{order.id}/cancel", *fields, button="Cancel order", bad=True))


def _refund(order: Order) -> Html:
    lines = [line for line in order.line_items if line.refundable_quantity]
    units = [count(line.name, f"line-{line.id}", 0, most=line.refundable_quantity) for line in lines]
    fields = [
        *units,
        choice("The goods", "restock_type", _RESTOCK, "NO_RESTOCK"),
        field("Amount (empty: the units' price)", "amount", inputmode="decimal"),
        field("Reason", "note"),
    ]
    return folded("Refund", form(f"/orders/{order.id}/refund", *fields, button="Refund", bad=True))


def _remarks(order: Order) -> Html:
    told = "\n".join(f"{part.key}: {part.value or ''}" for part in order.custom_attributes)
    fields = (
        area("Note", "note", order.note or ""),
        field("Tags", "tags", ", ".join(order.tags)),
        area("Additional details, one a line, as in ERP customer id: C-7", "attributes", told),
    )
    ended = order.closed and order.cancelled_at is None
    archive = form(f"/orders/{order.id}/{'reopen' if ended else 'archive'}", button="Reopen" if ended else "Archive")
    remarks = form(f"/orders/{order.id}/remarks", *fields, button="Save")
    return folded("Note, tags, archive", remarks, archive if order.cancelled_at is None else None)


def _tick(label: str, name: str) -> Html:
    return el("label", label, el("input", type="checkbox", name=name, value="1", checked=True))
