"""Orders that have been handed over, in part or whole."""

from datetime import datetime

from sandbox.generator import money, steps
from sandbox.generator.checkout import Wish, place
from sandbox.generator.market import Market
from sandbox.state.records import Order


def partly(market: Market, at: datetime) -> Order:
    """One unit of the first fulfillment order has gone, the rest waits (an order of one unit is shipped whole)."""
    order = steps.bought(market, at)
    work = order.fulfillment_orders[0]
    first = work.lines[0]
    steps.ship(market, order, work, steps.hours(market, at, 2, 48), {first.line_item_id: 1})
    return order


def still_open(market: Market, at: datetime) -> Order:
    order = steps.bought(market, at)
    steps.ship_all(market, order, steps.hours(market, at, 4, 72))
    return order


def archived(market: Market, at: datetime) -> Order:
    order = still_open(market, at)
    steps.archive(order, steps.hours(market, order.updated_at, 1, 240))
    return order


def collected(market: Market, at: datetime) -> Order:
    order = steps.bought(market, at, Wish(pickup=market.rng.choice(market.stores)))
    steps.ship_all(market, order, steps.hours(market, at, 1, 96))
    steps.archive(order, order.updated_at)
    return order


def at_the_counter(market: Market, at: datetime) -> Order:
    """A sale in a shop: paid and taken along at once."""
    order = steps.bought(market, at, Wish(counter=market.rng.choice(market.stores)))
    steps.ship_all(market, order, at)
    steps.archive(order, at)
    return order


def digital(market: Market, at: datetime) -> Order:
    """Nothing to ship: a gift card or a download, delivered at once."""
    choice = market.gift_cards + market.downloads or market.anything
    order = steps.bought(market, at, Wish(variants=[market.rng.choice(choice)], ships=False))
    steps.ship_all(market, order, steps.later(market, at, 5, 60))
    return order


def test_order(market: Market, at: datetime) -> Order:
    """Paid with the test gateway; nobody waits for it."""
    order = place(market, at)
    order.test = True
    money.pay(market, order)
    for part in order.transactions:
        part.gateway = "bogus"
    steps.route(market, order)
    return order
