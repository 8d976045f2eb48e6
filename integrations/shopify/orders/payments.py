"""Turns an order's transactions into payment preferences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from oms.models import PaymentKind, PaymentStatus
from shopify_client.types import Transaction

_SUCCEEDED = {
    PaymentKind.AUTHORIZATION: PaymentStatus.AUTHORIZED,
    PaymentKind.EMV_AUTHORIZATION: PaymentStatus.AUTHORIZED,
    PaymentKind.SALE: PaymentStatus.SETTLED,
    PaymentKind.CAPTURE: PaymentStatus.SETTLED,
    PaymentKind.VOID: PaymentStatus.CANCELLED,
    PaymentKind.REFUND: PaymentStatus.REFUNDED,
    # Money handed back over the counter.
    PaymentKind.CHANGE: PaymentStatus.REFUNDED,
    PaymentKind.SUGGESTED_REFUND: PaymentStatus.NOT_RECEIVED,
}
_DECLINED = frozenset({"FAILURE", "ERROR"})
_SUCCESS = "SUCCESS"


@dataclass
class Payment:
    """One transaction as a payment preference. `amount` of an authorisation = what is not captured of it."""

    gid: str
    parent_gid: str
    kind: str
    status: str
    amount: Decimal
    currency: str
    gateway: str
    error_code: str
    processed_at: datetime | None


def preferences(transactions: Sequence[Transaction]) -> list[Payment]:
    """Lists the payments, authorisations reduced by captures and voids.

    A capture takes the place of its authorisation up to its amount, a void cancels it; so the authorised and settled
    amounts together are never more than what the customer agreed to.
    """
    payments = {transaction.id: _payment(transaction) for transaction in transactions}
    for payment in payments.values():
        parent = payments.get(payment.parent_gid)
        if parent is None or parent.status != PaymentStatus.AUTHORIZED:
            continue
        if payment.kind == PaymentKind.VOID and payment.status == PaymentStatus.CANCELLED:
            parent.status = PaymentStatus.CANCELLED
        elif payment.kind == PaymentKind.CAPTURE and payment.status == PaymentStatus.SETTLED:
            _capture(parent, payment.amount)
    return list(payments.values())


def _capture(authorization: Payment, amount: Decimal) -> None:
    authorization.amount = max(authorization.amount - amount, Decimal(0))
    if not authorization.amount:
        authorization.status = PaymentStatus.SETTLED


def _payment(transaction: Transaction) -> Payment:
    money = transaction.amount_set.shop_money
    return Payment(
        gid=transaction.id,
        parent_gid=transaction.parent_transaction.id if transaction.parent_transaction else "",
        kind=transaction.kind,
        status=_status(transaction),
        amount=money.amount,
        currency=money.currency_code,
        gateway=transaction.gateway or "",
        error_code=transaction.error_code or "",
        processed_at=transaction.processed_at or transaction.created_at,
    )


def _status(transaction: Transaction) -> str:
    if transaction.status in _DECLINED:
        return PaymentStatus.DECLINED.value
    if transaction.status != _SUCCESS:
        return PaymentStatus.NOT_RECEIVED.value
    # A kind that we don't know is refused by the table, so its order fails visibly.
    return str(_SUCCEEDED.get(transaction.kind, PaymentStatus.NOT_RECEIVED))  # type: ignore[call-overload]
