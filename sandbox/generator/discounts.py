"""Makes discount codes, automatic discounts and free shipping."""

from decimal import Decimal

from sandbox.builders.order_lines import shares
from sandbox.generator.market import Market
from sandbox.state.base import money
from sandbox.state.records import DiscountAllocation, DiscountApplication, Order

_PERCENT = (("WELCOME10", 10), ("SUMMER15", 15), ("VIP20", 20), ("STAFF100", 100))


def give(market: Market, order: Order) -> None:
    """Gives one order in four a discount, one in fifty two."""
    luck = market.rng.random()
    if luck < 0.02:
        _bundle(order)
        _free_shipping(order)
    elif luck < 0.15:
        _percent(order, *market.rng.choices(_PERCENT, (50, 30, 17, 3))[0])
    elif luck < 0.20:
        _bundle(order)
    elif luck < 0.25:
        _free_shipping(order)


def _percent(order: Order, code: str, value: int) -> None:
    worth = sum((line.original_total for line in order.line_items), Decimal(0))
    _allocate(order, money(worth * value / 100))
    order.discount_applications.append(DiscountApplication(title=code, code=code, value=Decimal(value)))


def _bundle(order: Order) -> None:
    """Takes ten dollars off, from the store itself: no code."""
    off = min(money(10), sum((line.original_total for line in order.line_items), Decimal(0)))
    _allocate(order, off)
    order.discount_applications.append(
        DiscountApplication(title="Bundle and save", value_type="fixed_amount", value=off)
    )


def _allocate(order: Order, amount: Decimal) -> None:
    """Shares the discount out under its application's coming number."""
    parts = shares(amount, [line.original_total for line in order.line_items])
    for line, part in zip(order.line_items, parts, strict=True):
        if part:
            allocation = DiscountAllocation(amount=part, application=len(order.discount_applications))
            line.discount_allocations = [*line.discount_allocations, allocation]


def _free_shipping(order: Order) -> None:
    paid = [line for line in order.shipping_lines if line.original_price]
    for line in paid:
        line.discount_allocations = [
            DiscountAllocation(amount=line.original_price, application=len(order.discount_applications))
        ]
    if paid:
        order.discount_applications.append(
            DiscountApplication(title="SHIPFREE", code="SHIPFREE", value=Decimal(100), target_type="SHIPPING_LINE")
        )
