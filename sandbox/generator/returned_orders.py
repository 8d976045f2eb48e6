"""Makes shipped orders with goods or money given back."""

from datetime import datetime
from decimal import Decimal

from sandbox.generator import order_steps, refunds, shipped_orders
from sandbox.generator.market import Market
from sandbox.generator.returns import open_return, put_away
from sandbox.state.records import Order


def refunded_whole(market: Market, at: datetime) -> Order:
    """Takes every unit back and refunds it, the shipping too."""
    order = shipped_orders.still_open(market, at)
    moment = order_steps.hours(market, order.updated_at, 48, 240)
    parts = [refunds.take_back(market, order, line, line.fulfilled, "RETURN") for line in order.line_items]
    freight = order.total_shipping_price
    refunds.pay_back(market, order, order.total_received, parts=parts, at=moment, shipping=freight)
    order_steps.archive(order, moment)
    return order


def refunded_partly(market: Market, at: datetime) -> Order:
    """Takes one line back; it can't be sold again every time."""
    order = shipped_orders.still_open(market, at)
    line, kind = order_steps.any_line(market, order), market.rng.choice(("RETURN", "NO_RESTOCK"))
    parts = [refunds.take_back(market, order, line, line.fulfilled, kind)]
    moment = order_steps.hours(market, order.updated_at, 48, 240)
    refunds.pay_back(market, order, refunds.worth(parts), parts=parts, at=moment)
    return order


def appeased(market: Market, at: datetime) -> Order:
    """Gives some money back, no goods."""
    order = shipped_orders.archived(market, at)
    moment = order_steps.hours(market, order.updated_at, 24, 240)
    sorry = min(Decimal("5.00"), order.total_price)
    refunds.pay_back(market, order, sorry, parts=[], at=moment, note="Sorry for the wait")
    return order


def return_requested(market: Market, at: datetime) -> Order:
    order = shipped_orders.still_open(market, at)
    open_return(market, order, approved=False)
    return order


def return_open(market: Market, at: datetime) -> Order:
    order = shipped_orders.still_open(market, at)
    open_return(market, order, approved=True)
    return order


def return_closed(market: Market, at: datetime) -> Order:
    """Takes goods back, restocks and refunds them."""
    order = shipped_orders.still_open(market, at)
    back = open_return(market, order, approved=True)
    moment = order_steps.hours(market, order.updated_at, 48, 240)
    named = {part.line_item_id: part.quantity for part in back.lines}
    lines = [line for line in order.line_items if line.id in named]
    parts = [refunds.take_back(market, order, line, named[line.id], "RETURN") for line in lines]
    made = refunds.pay_back(market, order, refunds.worth(parts), parts=parts, at=moment)
    made.return_id = back.id
    put_away(market, order, back, moment)
    return order
