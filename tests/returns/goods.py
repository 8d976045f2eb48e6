"""Goods that leave the store and come back."""

from sandbox.rules.dispositions import dispose
from sandbox.rules.fulfillment import fulfil
from sandbox.rules.refund_checks import Refunded
from sandbox.rules.refunds import refund
from sandbox.rules.return_lines import ReturnWish
from sandbox.rules.return_refunds import refund_return
from sandbox.rules.returns import request_return
from sandbox.state.records import Order, Return
from tests.orders.market import Market, line

SMALL = "LINEN-SHIRT-S"


def shipped(market: Market) -> Order:
    """Two small shirts and a mug, on their way."""
    order = market.place()
    market.pass_by()
    fulfil(market.store, order, [(order.fulfillment_orders[0], None)])
    market.pass_by()
    return order


def refunded(market: Market, order: Order, units: int, kind: str, location: int | None = None) -> None:
    wish = Refunded(line=line(order, SMALL), quantity=units, restock_type=kind, location_id=location)
    refund(market.store, order, [wish])


def requested(market: Market, order: Order, units: int = 2, reason: str = "DEFECTIVE") -> Return:
    [part] = [one for one in order.fulfillments[0].lines if one.line_item_id == line(order, SMALL).id]
    return request_return(market.store, order, [ReturnWish(fulfillment_line_id=part.id, quantity=units, reason=reason)])


def arrived(market: Market, order: Order, given: Return) -> None:
    """Both shirts are on the shelf again."""
    place = next(iter(market.store.locations))
    reverse = given.reverse_fulfillment_orders[0].lines[0]
    dispose(market.store, order, given, reverse, 2, type="RESTOCKED", location_id=place)


def paid_back(market: Market, order: Order, given: Return) -> None:
    refund_return(market.store, order, given, {given.lines[0].id: 2})
