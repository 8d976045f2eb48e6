"""Carries out the forms about returns."""

from typing import TYPE_CHECKING

from sandbox.http.router import Routes
from sandbox.pages.form_actions import Form, Missing, action
from sandbox.pages.lookup import order_of
from sandbox.rules import returns
from sandbox.rules.dispositions import dispose
from sandbox.rules.return_lines import ReturnWish
from sandbox.rules.return_refunds import refund_return
from sandbox.state.records import Order, Return

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
BACK = "/orders/{number}"


def wishes(form: Form) -> list[ReturnWish]:
    reason, words = form.text("reason") or "UNKNOWN", form.text("note")
    return [
        ReturnWish(fulfillment_line_id=number, quantity=units, reason=reason, customer_note=words or None)
        for number, units in form.counts("shipped").items()
    ]


def _given(world: "World", form: Form) -> tuple[Order, Return]:
    order, number = order_of(world.store, form.number), form.count("return")
    found = next((given for given in order.returns if given.id == number), None)
    if found is None:
        raise Missing(f"return {number} of {order.name}")
    return order, found


@action(ROUTES, "/orders/{number}/return", BACK)
def create(world: "World", form: Form) -> tuple[str, str]:
    order = order_of(world.store, form.number)
    made = returns.create_return(world.store, order, wishes(form))
    return BACK.format(number=order.id), f"{made.name} is open."


@action(ROUTES, "/orders/{number}/return/approve", BACK)
def approve(world: "World", form: Form) -> tuple[str, str]:
    order, given = _given(world, form)
    returns.approve_return(world.store, order, given)
    return BACK.format(number=order.id), f"{given.name} was approved."


@action(ROUTES, "/orders/{number}/return/decline", BACK)
def decline(world: "World", form: Form) -> tuple[str, str]:
    order, given = _given(world, form)
    returns.decline_return(world.store, order, given, reason="OTHER", note=form.text("note") or None)
    return BACK.format(number=order.id), f"{given.name} was declined."


@action(ROUTES, "/orders/{number}/return/receive", BACK)
def receive(world: "World", form: Form) -> tuple[str, str]:
    """Takes in what is still to come, restocks and refunds it."""
    order, given = _given(world, form)
    with world.store.lock:
        for reverse in given.reverse_fulfillment_orders:
            for part in reverse.lines:
                if part.remaining_quantity:
                    place, units = form.count("location"), part.remaining_quantity
                    dispose(world.store, order, given, part, units, type="RESTOCKED", location_id=place)
        owed = {line.id: line.quantity - line.refunded_quantity for line in given.lines}
        refund_return(world.store, order, given, {number: units for number, units in owed.items() if units})
    return BACK.format(number=order.id), f"{given.name} has arrived and was paid back."


@action(ROUTES, "/orders/{number}/return/close", BACK)
def close(world: "World", form: Form) -> tuple[str, str]:
    order, given = _given(world, form)
    returns.close_return(world.store, order, given)
    return BACK.format(number=order.id), f"{given.name} was closed."
