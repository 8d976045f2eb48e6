"""Keeps an order's totals and statuses true to its parts."""

from collections.abc import Iterable
from decimal import Decimal

from sandbox.state import statuses
from sandbox.state.base import ZERO, money
from sandbox.state.order_records import LineItem, Order, ShippingLine, Transaction


def refresh(order: Order) -> Order:
    """Sets all kept totals and statuses; `total_adjustment` is given, never computed.

    total_outstanding is below zero when more was received than the order now comes to.
    """
    _original(order)
    _current(order)
    _paid(order)
    order.display_financial_status = statuses.financial(order)
    order.display_fulfillment_status = statuses.fulfillment(order)
    order.return_status = statuses.returns(order)
    return order


def share(amount: Decimal, part: int, whole: int) -> Decimal:
    """Prices `part` of `whole` units, to the cent."""
    return amount if part == whole else money(amount * part / whole) if whole else ZERO


def line_subtotal(line: LineItem, quantity: int) -> Decimal:
    """Prices some units of a line, after its discounts."""
    return share(line.original_total - line.total_discount, quantity, line.quantity)


def line_tax(line: LineItem, quantity: int) -> Decimal:
    return share(line.total_tax, quantity, line.quantity)


def shipping_tax(lines: Iterable[ShippingLine]) -> Decimal:
    return sum((tax.price for line in lines for tax in line.tax_lines), ZERO)


def _original(order: Order) -> None:
    lines, shipping = order.line_items, order.shipping_lines
    order.subtotal_price = money(sum((line.original_total - line.total_discount for line in lines), ZERO))
    order.total_shipping_price = money(sum((line.discounted_price for line in shipping), ZERO))
    order.total_tax = money(sum((line.total_tax for line in lines), ZERO) + shipping_tax(shipping))
    order.total_discounts = money(
        sum((line.total_discount for line in lines), ZERO)
        + sum((part.amount for line in shipping for part in line.discount_allocations), ZERO)
    )
    order.total_price = _sum(order, order.subtotal_price, order.total_shipping_price, order.total_tax)


def _current(order: Order) -> None:
    """Totals without removed or returned units and refunded shipping.

    A cancelled order is not shipped, so it keeps none of it.
    """
    lines, shipping = order.line_items, [line for line in order.shipping_lines if not line.is_removed]
    shipping = [] if order.cancelled_at is not None else shipping
    asked = sum((line.discounted_price for line in shipping), ZERO)
    kept = max(ZERO, asked - sum((refund.shipping_amount for refund in order.refunds), ZERO))
    order.current_subtotal_price = money(sum((line_subtotal(line, line.current_quantity) for line in lines), ZERO))
    tax = sum((line_tax(line, line.current_quantity) for line in lines), ZERO)
    order.current_total_tax = money(tax + (shipping_tax(shipping) * kept / asked if asked else ZERO))
    order.current_total_discounts = money(
        sum((share(line.total_discount, line.current_quantity, line.quantity) for line in lines), ZERO)
        + sum((part.amount for line in shipping for part in line.discount_allocations), ZERO)
    )
    order.current_total_price = _sum(order, order.current_subtotal_price, kept, order.current_total_tax)


def _sum(order: Order, subtotal: Decimal, shipping: Decimal, tax: Decimal) -> Decimal:
    return money(subtotal + shipping + order.total_adjustment + (ZERO if order.taxes_included else tax))


def _paid(order: Order) -> None:
    order.total_received = _amount(order.transactions, ("SALE", "CAPTURE"))
    order.total_refunded = _amount(order.transactions, ("REFUND",))
    order.total_outstanding = money(order.current_total_price - order.total_received + order.total_refunded)


def _amount(transactions: Iterable[Transaction], kinds: tuple[str, ...]) -> Decimal:
    return money(sum((part.amount for part in transactions if part.kind in kinds and part.status == "SUCCESS"), ZERO))
