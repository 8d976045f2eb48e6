"""Draws the forms of an order's returns."""

from collections.abc import Iterator

from sandbox.pages.html import Html, el
from sandbox.pages.widgets import choice, count, field, folded, form
from sandbox.rules.return_lines import REASONS, returnable
from sandbox.state.records import Order, Return
from sandbox.state.store import Store


def return_actions(store: Store, order: Order) -> Iterator[Html]:
    asked = request_form(order, f"/orders/{order.id}/return", "Create return")
    if asked is not None:
        yield folded("Return", asked)
    for given in order.returns:
        if forms := list(_of_return(store, order, given)):
            yield folded(f"Return {given.name}", *forms)


def request_form(order: Order, to: str, button: str) -> Html | None:
    """Asks which shipped units come back; None without any."""
    names = {line.id: line.name for line in order.line_items}
    left = {
        part.id: (names.get(part.line_item_id, ""), returnable(order, part.id))
        for parcel in order.fulfillments
        if parcel.status == "SUCCESS"
        for part in parcel.lines
    }
    units = [count(name, f"shipped-{number}", 0, most=most) for number, (name, most) in left.items() if most > 0]
    if not units:
        return None
    reasons = [(reason, reason.replace("_", " ").capitalize()) for reason in REASONS]
    return form(to, *units, choice("Reason", "reason", reasons, "UNKNOWN"), field("Words", "note"), button=button)


def _of_return(store: Store, order: Order, given: Return) -> Iterator[Html]:
    number = el("input", type="hidden", name="return", value=given.id)
    to = f"/orders/{order.id}/return"
    if given.status == "REQUESTED":
        yield form(f"{to}/approve", number, button="Approve")
        yield form(f"{to}/decline", number, field("Why not", "note"), button="Decline", bad=True)
    if given.status == "OPEN":
        places = [(place.id, place.name) for place in store.locations.values() if place.is_active]
        where = choice("Arrived, back on sale at", "location", places)
        yield form(f"{to}/receive", number, where, button="Receive and pay back")
        yield form(f"{to}/close", number, button="Close")
