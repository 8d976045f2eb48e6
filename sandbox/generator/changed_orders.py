"""Makes orders that were cancelled or changed before they left."""

from datetime import datetime

from sandbox.builders.fulfillment import add_fulfillment_order, withdraw
from sandbox.builders.order_lines import line_of, tax
from sandbox.generator import order_steps, payments, refunds
from sandbox.generator.checkout import Cart, place
from sandbox.generator.market import Market
from sandbox.state.records import Order

_REASONS = ("CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF")


def cancelled_unpaid(market: Market, at: datetime) -> Order:
    order = place(market, at)
    order_steps.route(market, order)
    _cancel(market, order)
    return order


def cancelled_authorized(market: Market, at: datetime) -> Order:
    order = place(market, at)
    payments.authorize(market, order)
    order_steps.route(market, order)
    _cancel(market, order)
    return order


def cancelled_paid(market: Market, at: datetime) -> Order:
    order = order_steps.bought(market, at)
    _cancel(market, order)
    return order


def line_called_off(market: Market, at: datetime) -> Order:
    """Takes some units of one line off and pays them back."""
    order = order_steps.bought(market, at)
    line, moment = order_steps.any_line(market, order), order_steps.hours(market, at, 1, 48)
    parts = [refunds.call_off(market, order, line, max(1, line.quantity // 2), moment)]
    refunds.pay_back(market, order, refunds.worth(parts), parts=parts, at=moment, note="Not in stock")
    return order


def edited_added(market: Market, at: datetime) -> Order:
    """Adds one thing to the order, which is not paid yet."""
    order = order_steps.bought(market, at)
    line = line_of(market.store, market.rng.choice(market.anything), 1)
    rate = next((part.rate for one in order.line_items for part in one.tax_lines), 0.0)
    tax(line, "State Tax", str(rate))
    order.line_items.append(line)
    add_fulfillment_order(market.store, order, [line], market.warehouses[0].id)
    _edited(market, order)
    return order


def edited_removed(market: Market, at: datetime) -> Order:
    """Edits one of two lines away; the buyer has paid too much."""
    order = order_steps.bought(market, at, Cart(variants=market.rng.choices(market.anything, k=2)))
    line = order_steps.any_line(market, order)
    withdraw(market.store, order, line, units=line.quantity, at=at)
    _edited(market, order)
    return order


def _edited(market: Market, order: Order) -> None:
    order.edited = True
    order_steps.ended(order, order_steps.hours(market, order.created_at, 1, 24))


def _cancel(market: Market, order: Order) -> None:
    """Takes everything off, restocks it and pays it back."""
    at = order_steps.hours(market, order.created_at, 1, 72)
    parts = [refunds.call_off(market, order, line, line.unfulfilled_quantity, at) for line in order.line_items]
    order.cancelled_at = order.closed_at = at
    order.cancel_reason = market.rng.choice(_REASONS)
    for work in order.fulfillment_orders:
        work.status = "CANCELLED"
    if order.total_received:
        freight = order.total_shipping_price
        refunds.pay_back(market, order, order.total_received, parts=parts, at=at, shipping=freight)
    payments.void(market, order, at)
    order_steps.ended(order, at)
