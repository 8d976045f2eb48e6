"""Captures and voids authorised money."""

from decimal import Decimal

from sandbox.rules.errors import Refused
from sandbox.rules.lock import change
from sandbox.rules.transactions import take
from sandbox.state.base import ZERO, money
from sandbox.state.records import Order, Transaction
from sandbox.state.store import Store


@change
def capture(store: Store, order: Order, amount: Decimal | None = None) -> Order:
    """Takes authorised money, all that is left of it or `amount`."""
    authorization = _open_authorization(order)
    left = uncaptured(order, authorization)
    wanted = left if amount is None else money(amount)
    if not ZERO < wanted <= left:
        raise Refused(f"Cannot capture {wanted}: {left} is authorized", "INVALID", ["amount"])
    return take(store, order, "CAPTURE", wanted, authorization.gateway, parent_id=authorization.id)


@change
def void(store: Store, order: Order) -> Order:
    """Gives an uncaptured authorisation back."""
    authorization = _open_authorization(order)
    left = uncaptured(order, authorization)
    if left != authorization.amount:
        raise Refused("Cannot void a transaction that was partially captured", "INVALID")
    return take(store, order, "VOID", left, authorization.gateway, parent_id=authorization.id)


def uncaptured(order: Order, authorization: Transaction) -> Decimal:
    """Sums what is left of an authorisation; nothing once voided."""
    used = [part for part in order.transactions if part.parent_id == authorization.id and part.status == "SUCCESS"]
    if any(part.kind == "VOID" for part in used):
        return ZERO
    return authorization.amount - sum((part.amount for part in used if part.kind == "CAPTURE"), ZERO)


def open_authorizations(order: Order) -> list[Transaction]:
    return [
        part
        for part in order.transactions
        if part.kind == "AUTHORIZATION" and part.status == "SUCCESS" and uncaptured(order, part) > ZERO
    ]


def _open_authorization(order: Order) -> Transaction:
    found = open_authorizations(order)
    if not found:
        raise Refused("No authorized transaction to capture or void", "INVALID", ["parentTransactionId"])
    return found[0]
