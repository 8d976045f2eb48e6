"""Carries out the forms of an order.

They pay, edit, cancel, refund, write remarks and archive.
"""

from typing import TYPE_CHECKING

from sandbox.http.router import Routes
from sandbox.pages.form_actions import Form, action
from sandbox.pages.lookup import order_of
from sandbox.rules import captures, order_details, payment
from sandbox.rules.cancellation import cancel_order
from sandbox.rules.errors import Refused
from sandbox.rules.order_edits import edit_order
from sandbox.rules.refund_checks import Refunded
from sandbox.rules.refunds import refund as refund_order
from sandbox.state.base import ZERO, Attribute

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
BACK = "/orders/{number}"


@action(ROUTES, "/orders/{number}/pay", BACK)
def pay(world: "World", form: Form) -> tuple[str, str]:
    order, kind = order_of(world.store, form.number), form.text("kind")
    if kind == "fail":
        payment.fail_payment(world.store, order)
        return BACK.format(number=order.id), "The payment was refused by the gateway."
    if kind not in ("pay", "authorize"):
        raise Refused(f"Payment is pay, authorize or fail, not {kind!r}", "INVALID", ["kind"])
    take = payment.pay if kind == "pay" else payment.authorize
    take(world.store, order, form.amount("amount"))
    return BACK.format(number=order.id), "Paid." if kind == "pay" else "Authorised."


@action(ROUTES, "/orders/{number}/capture", BACK)
def capture(world: "World", form: Form) -> tuple[str, str]:
    order = order_of(world.store, form.number)
    captures.capture(world.store, order, form.amount("amount"))
    return BACK.format(number=order.id), "Captured."


@action(ROUTES, "/orders/{number}/void", BACK)
def void(world: "World", form: Form) -> tuple[str, str]:
    order = order_of(world.store, form.number)
    captures.void(world.store, order)
    return BACK.format(number=order.id), "The authorisation was voided."


@action(ROUTES, "/orders/{number}/edit", BACK)
def edit(world: "World", form: Form) -> tuple[str, str]:
    order = order_of(world.store, form.number)
    wanted = {line.id: form.count(f"line-{line.id}", line.current_quantity) for line in order.line_items}
    changed = {line.id: wanted[line.id] for line in order.line_items if wanted[line.id] != line.current_quantity}
    edit_order(world.store, order, changed)
    return BACK.format(number=order.id), "The quantities were changed."


@action(ROUTES, "/orders/{number}/cancel", BACK)
def cancel(world: "World", form: Form) -> tuple[str, str]:
    order = order_of(world.store, form.number)
    restock, money = form.text("restock") == "1", form.text("refund") == "1"
    cancel_order(world.store, order, reason=form.text("reason"), restock=restock, refund=money)
    return BACK.format(number=order.id), "The order was cancelled."


@action(ROUTES, "/orders/{number}/refund", BACK)
def refund(world: "World", form: Form) -> tuple[str, str]:
    order, units = order_of(world.store, form.number), form.counts("line")
    wanted = [
        Refunded(line=line, quantity=units[line.id], restock_type=form.text("restock_type"))
        for line in order.line_items
        if line.id in units
    ]
    whole = len(wanted) == len(order.line_items) and all(
        part.quantity == part.line.refundable_quantity for part in wanted
    )
    freight = order.total_shipping_price if whole and not order.refunds else ZERO
    made = refund_order(
        world.store, order, wanted, amount=form.amount("amount"), shipping=freight, note=form.text("note")
    )
    return BACK.format(number=order.id), f"Refunded, {len(made.transaction_ids)} payments given back."


def _attributes(form: Form) -> list[Attribute]:
    """Reads lines, each a name and, behind a colon, its value."""
    found = []
    for line in form.text("attributes").splitlines():
        key, colon, value = line.partition(":")
        if line.strip() and not (colon and key.strip()):
            raise Refused(f"Write each detail as name: value, not {line.strip()!r}", "INVALID", ["attributes"])
        if line.strip():
            found.append(Attribute(key=key.strip(), value=value.strip() or None))
    return found


@action(ROUTES, "/orders/{number}/remarks", BACK)
def remarks(world: "World", form: Form) -> tuple[str, str]:
    order = order_of(world.store, form.number)
    tags = [tag for tag in form.text("tags").split(",") if tag.strip()]
    order_details.update_order(world.store, order, note=form.text("note"), tags=tags, attributes=_attributes(form))
    return BACK.format(number=order.id), "Saved."


@action(ROUTES, "/orders/{number}/archive", BACK)
def archive(world: "World", form: Form) -> tuple[str, str]:
    order = order_details.close_order(world.store, order_of(world.store, form.number))
    return BACK.format(number=order.id), "Archived."


@action(ROUTES, "/orders/{number}/reopen", BACK)
def reopen(world: "World", form: Form) -> tuple[str, str]:
    order = order_details.open_order(world.store, order_of(world.store, form.number))
    return BACK.format(number=order.id), "Opened again."
