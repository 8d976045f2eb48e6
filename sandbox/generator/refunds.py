"""Takes units off an order or back, and refunds their money."""

from datetime import datetime
from decimal import Decimal

from sandbox.builders.fulfillment import withdraw
from sandbox.generator import order_steps, payments
from sandbox.generator.market import Market
from sandbox.state import totals
from sandbox.state.base import ZERO
from sandbox.state.records import LineItem, Order, Refund, RefundLine


def call_off(market: Market, order: Order, line: LineItem, units: int, at: datetime) -> RefundLine:
    """Takes off unshipped units, back to the shelf that promised them."""
    taken, place = withdraw(market.store, order, line, units=units, at=at)
    _restock(market, line, place, taken)
    return _part(market, line, taken, "CANCEL", place)


def take_back(market: Market, order: Order, line: LineItem, units: int, restock_type: str) -> RefundLine:
    """Takes back shipped units; RETURN puts them on their shelf."""
    place = order.fulfillments[0].location_id if restock_type == "RETURN" else None
    line.returned += units
    _restock(market, line, place, units)
    return _part(market, line, units, restock_type, place)


def pay_back(
    market: Market,
    order: Order,
    amount: Decimal,
    *,
    parts: list[RefundLine],
    at: datetime,
    shipping: Decimal = ZERO,
    note: str | None = None,
) -> Refund:
    """Refunds `amount`, as far as received, for parts or money alone."""
    paid = payments.give_back(market, order, amount, at)
    made = Refund(
        id=market.store.next_id("Refund"),
        created_at=at,
        updated_at=at,
        note=note,
        lines=parts,
        shipping_amount=shipping,
        transaction_ids=[part.id for part in paid],
    )
    order.refunds.append(made)
    order_steps.ended(order, at)
    return made


def worth(parts: list[RefundLine]) -> Decimal:
    return sum((part.subtotal + part.total_tax for part in parts), ZERO)


def _restock(market: Market, line: LineItem, place: int | None, units: int) -> None:
    variant = market.store.variants.get(line.variant_id or 0)
    level = market.store.level(variant.inventory_item_id, place) if variant and place else None
    if level is not None:
        level.available += units


def _part(market: Market, line: LineItem, units: int, restock_type: str, place: int | None) -> RefundLine:
    return RefundLine(
        id=market.store.next_id("RefundLineItem"),
        line_item_id=line.id,
        quantity=units,
        restock_type=restock_type,
        restocked=place is not None,
        location_id=place,
        subtotal=totals.line_subtotal(line, units),
        total_tax=totals.line_tax(line, units),
    )
