"""Makes orders that were handed over, in part or whole."""

from datetime import datetime

from sandbox.generator import order_steps, payments
from sandbox.generator.checkout import Cart, place
from sandbox.generator.market import Market
from sandbox.state.records import Order


def partly(market: Market, at: datetime) -> Order:
    """Ships one unit; an order of one unit is whole then."""
    order = order_steps.bought(market, at)
    work = order.fulfillment_orders[0]
    first = work.lines[0]
    order_steps.ship(market, order, work, order_steps.hours(market, at, 2, 48), {first.line_item_id: 1})
    return order


def still_open(market: Market, at: datetime) -> Order:
    order = order_steps.bought(market, at)
    order_steps.ship_all(market, order, order_steps.hours(market, at, 4, 72))
    return order


def archived(market: Market, at: datetime) -> Order:
    order = still_open(market, at)
    order_steps.archive(order, order_steps.hours(market, order.updated_at, 1, 240))
    return order


def collected(market: Market, at: datetime) -> Order:
    order = order_steps.bought(market, at, Cart(pickup=market.rng.choice(market.stores)))
    order_steps.ship_all(market, order, order_steps.hours(market, at, 1, 96))
    order_steps.archive(order, order.updated_at)
    return order


def at_the_counter(market: Market, at: datetime) -> Order:
    """Sells in a shop: paid and taken along at once."""
    order = order_steps.bought(market, at, Cart(counter=market.rng.choice(market.stores)))
    order_steps.ship_all(market, order, at)
    order_steps.archive(order, at)
    return order


def digital(market: Market, at: datetime) -> Order:
    """Delivers a gift card or a download at once."""
    choice = market.gift_cards + market.downloads or market.anything
    order = order_steps.bought(market, at, Cart(variants=[market.rng.choice(choice)], ships=False))
    order_steps.ship_all(market, order, order_steps.later(market, at, 5, 60))
    return order


def test_order(market: Market, at: datetime) -> Order:
    """Pays with the test gateway, and never ships."""
    order = place(market, at)
    order.test = True
    payments.pay(market, order)
    for part in order.transactions:
        part.gateway = "bogus"
    order_steps.route(market, order)
    return order
