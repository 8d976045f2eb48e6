"""Fulfils, holds and releases an order's goods, as forms ask."""

from typing import TYPE_CHECKING

from sandbox.http.router import Routes
from sandbox.pages.form_actions import Form, Missing, action
from sandbox.pages.lookup import order_of
from sandbox.rules import fulfillment_holds
from sandbox.rules.fulfillment import fulfil as fulfil_order
from sandbox.rules.tracking import Tracking
from sandbox.state.records import FulfillmentOrder, Order

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
BACK = "/orders/{number}"


def _work(world: "World", form: Form) -> tuple[Order, FulfillmentOrder]:
    order, number = order_of(world.store, form.number), form.count("work")
    found = next((work for work in order.fulfillment_orders if work.id == number), None)
    if found is None:
        raise Missing(f"fulfillment order {number} of {order.name}")
    return order, found


@action(ROUTES, "/orders/{number}/fulfil", BACK)
def fulfil(world: "World", form: Form) -> tuple[str, str]:
    order, work = _work(world, form)
    number = form.text("tracking")
    tracking = Tracking(company=form.text("company"), number=number) if number else None
    made = fulfil_order(world.store, order, [(work, form.counts("part"))], tracking=tracking)
    return BACK.format(number=order.id), f"{made.total_quantity} units left as {made.name}."


@action(ROUTES, "/orders/{number}/hold", BACK)
def hold(world: "World", form: Form) -> tuple[str, str]:
    order, work = _work(world, form)
    fulfillment_holds.hold_fulfillment_order(world.store, order, work, reason=form.text("reason") or "OTHER")
    return BACK.format(number=order.id), "On hold."


@action(ROUTES, "/orders/{number}/release", BACK)
def release(world: "World", form: Form) -> tuple[str, str]:
    order, work = _work(world, form)
    fulfillment_holds.release_holds(world.store, order, work)
    return BACK.format(number=order.id), "Released."
