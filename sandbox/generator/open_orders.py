"""Makes orders that are open and have shipped nothing yet."""

from datetime import datetime, timedelta
from decimal import Decimal

from sandbox.builders.fulfillment import add_fulfillment_order
from sandbox.generator import order_steps, payments
from sandbox.generator.checkout import Cart, place, promise
from sandbox.generator.market import Market
from sandbox.state import totals
from sandbox.state.records import FulfillmentHold, Order


def paid(market: Market, at: datetime) -> Order:
    return order_steps.bought(market, at)


def authorized(market: Market, at: datetime) -> Order:
    order = place(market, at)
    payments.authorize(market, order)
    order_steps.route(market, order)
    return order


def unpaid(market: Market, at: datetime) -> Order:
    order = place(market, at)
    order_steps.route(market, order)
    return order


def bank_deposit(market: Market, at: datetime) -> Order:
    """Announces a payment that hasn't arrived."""
    order = place(market, at)
    payments.add(market, order, "SALE", order.total_price, status="PENDING", gateway=payments.BANK)
    order_steps.route(market, order)
    return order


def partly_paid(market: Market, at: datetime) -> Order:
    order = place(market, at)
    payments.add(market, order, "SALE", (order.total_price / 2).quantize(Decimal("0.01")))
    order_steps.route(market, order)
    return order


def on_hold(market: Market, at: datetime) -> Order:
    order = order_steps.bought(market, at)
    for work in order.fulfillment_orders:
        work.status = "ON_HOLD"
        work.holds = [
            FulfillmentHold(
                id=market.store.next_id("FulfillmentHold"), reason="HIGH_RISK_OF_FRAUD", reason_notes="Call the buyer"
            )
        ]
    order.risk_level = "HIGH"
    return order


def preorder(market: Market, at: datetime) -> Order:
    """Orders goods still to arrive, with a promised date.

    Some carts mix them with others.
    """
    presold = market.preorders or market.anything
    order = place(market, at, Cart(variants=[market.rng.choice(presold)]))
    arrival = (at + timedelta(days=market.rng.randint(10, 120))).date().isoformat()
    promise(order, arrival, market.rng.choice(("Pre Order", "Back Order")))
    if market.rng.random() < 0.3:
        _also(market, order)
    payments.pay(market, order)
    order_steps.route(market, order)
    return order


def _also(market: Market, order: Order) -> None:
    other = place(market, order.created_at, Cart(variants=[market.rng.choice(market.anything)]))
    market.store.tables.counters["OrderNumber"] -= 1  # only its line is wanted
    order.line_items += other.line_items
    totals.refresh(order)


def split(market: Market, at: datetime) -> Order:
    """Ships from two places."""
    order = place(market, at)
    payments.pay(market, order)
    goods = [line for line in order.line_items if line.requires_shipping]
    half = (len(goods) + 1) // 2
    for place_, lines in zip(market.warehouses, (goods[:half], goods[half:]), strict=True):
        add_fulfillment_order(market.store, order, lines, place_.id)
    return order


def pickup(market: Market, at: datetime) -> Order:
    return order_steps.bought(market, at, Cart(pickup=market.rng.choice(market.stores)))


def without_address(market: Market, at: datetime) -> Order:
    return order_steps.bought(market, at, Cart(addressed=False))


def mixed_with_digital(market: Market, at: datetime) -> Order:
    """Sends the download at once; the goods are waiting."""
    digital = market.rng.choice(market.downloads or market.gift_cards or market.anything)
    order = order_steps.bought(market, at, Cart(variants=[market.rng.choice(market.anything), digital]))
    for work in order.fulfillment_orders:
        if work.method_type == "NONE":
            order_steps.ship(market, order, work, order_steps.later(market, at, 5, 60))
    return order
