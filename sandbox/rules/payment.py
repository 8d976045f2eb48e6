"""Takes in money: sold, authorised, or refused by the gateway."""

from decimal import Decimal

from sandbox.rules.errors import Refused
from sandbox.rules.lock import change
from sandbox.rules.transactions import take
from sandbox.state.base import ZERO, money
from sandbox.state.records import Order
from sandbox.state.store import Store


@change
def pay(store: Store, order: Order, amount: Decimal | None = None, *, gateway: str = "bogus") -> Order:
    """Sells for `amount`, or for all that is outstanding."""
    return take(store, order, "SALE", _due(order, amount), gateway)


@change
def authorize(store: Store, order: Order, amount: Decimal | None = None, *, gateway: str = "bogus") -> Order:
    return take(store, order, "AUTHORIZATION", _due(order, amount), gateway)


@change
def fail_payment(store: Store, order: Order, *, error_code: str = "CARD_DECLINED", gateway: str = "bogus") -> Order:
    """Records the refused attempt; the order stays as it is."""
    return take(store, order, "SALE", _due(order, None), gateway, status="FAILURE", error_code=error_code)


def _due(order: Order, amount: Decimal | None) -> Decimal:
    wanted = order.total_outstanding if amount is None else money(amount)
    if order.cancelled_at is not None:
        raise Refused("Cannot take a payment for a cancelled order", "INVALID")
    if wanted <= ZERO:
        raise Refused("Order does not have an outstanding amount", "INVALID", ["amount"])
    return wanted
