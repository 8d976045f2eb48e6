"""Takes the steps that several stories of an order share."""

from datetime import datetime, timedelta

from sandbox.builders.fulfillment import add_fulfillment_order, hand_over
from sandbox.generator import payments
from sandbox.generator.checkout import Cart, place
from sandbox.generator.market import Market
from sandbox.state.records import FulfillmentOrder, LineItem, Order


def bought(market: Market, at: datetime, cart: Cart | None = None) -> Order:
    """Places and pays an order that waits to be handed over."""
    order = place(market, at, cart)
    payments.pay(market, order)
    route(market, order, cart or Cart())
    return order


def route(market: Market, order: Order, cart: Cart | None = None) -> None:
    """Makes fulfillment orders: one location's goods, and unshipped things apart."""
    cart = cart or Cart()
    ships = [line for line in order.line_items if line.requires_shipping]
    others = [line for line in order.line_items if not line.requires_shipping]
    warehouse = market.rng.choices(market.warehouses, (70, 30))[0]
    place, method = warehouse, "SHIPPING"
    if cart.pickup is not None:
        place, method = cart.pickup, "PICK_UP"
    elif cart.counter is not None:
        place, method = cart.counter, "RETAIL"
    add_fulfillment_order(market.store, order, ships, place.id, method)
    add_fulfillment_order(market.store, order, others, place.id, "NONE")


def later(market: Market, at: datetime, least: int, most: int) -> datetime:
    """Adds some seconds to `at`, but never passes the anchor."""
    return min(at + timedelta(seconds=market.rng.randint(least, most)), market.anchor)


def hours(market: Market, at: datetime, least: int, most: int) -> datetime:
    return later(market, at, least * 3600, most * 3600)


def ship(
    market: Market, order: Order, work: FulfillmentOrder, at: datetime, units: dict[int, int] | None = None
) -> None:
    """Ships a fulfillment order, or these units by line item number."""
    everything = {part.line_item_id: part.remaining_quantity for part in work.lines}
    tracking = f"1Z{order.id % 10**12:012}{len(order.fulfillments):04}" if work.method_type == "SHIPPING" else None
    wanted = everything if units is None else units
    hand_over(market.store, order, work, units=wanted, at=at, tracking=tracking)
    ended(order, at)


def ship_all(market: Market, order: Order, at: datetime) -> None:
    for work in order.fulfillment_orders:
        if any(part.remaining_quantity for part in work.lines):
            ship(market, order, work, at)


def archive(order: Order, at: datetime) -> None:
    order.closed_at = at
    ended(order, at)


def ended(order: Order, at: datetime) -> None:
    """Ends a step; the totals are worked out when the story ends."""
    order.updated_at = max(order.updated_at, at)


def any_line(market: Market, order: Order) -> LineItem:
    """Chooses a line of goods, if the order has one."""
    goods = [line for line in order.line_items if line.requires_shipping]
    return market.rng.choice(goods or order.line_items)
