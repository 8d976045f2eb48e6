"""Pays for orders and pays back."""

from datetime import datetime, timedelta
from decimal import Decimal

from sandbox.generator.market import Market
from sandbox.state import totals
from sandbox.state.base import ZERO
from sandbox.state.records import Order, Transaction

CARD, PAYPAL, GIFT, BANK = "shopify_payments", "paypal", "gift_card", "Bank Deposit"


def add(
    market: Market,
    order: Order,
    kind: str,
    amount: Decimal,
    *,
    at: datetime | None = None,
    status: str = "SUCCESS",
    gateway: str = CARD,
    parent: Transaction | None = None,
) -> Transaction:
    """Adds a transaction, some seconds after the last without `at`."""
    moment = at or order.created_at + timedelta(seconds=2 + 3 * len(order.transactions))
    made = Transaction(
        id=market.store.next_id("OrderTransaction"),
        kind=kind,
        status=status,
        gateway=gateway,
        amount=amount,
        created_at=moment,
        processed_at=moment,
        parent_id=parent.id if parent else None,
        error_code="CARD_DECLINED" if status == "FAILURE" else None,
        test=order.test,
        payment_id=f"c{order.id}.{len(order.transactions) + 1}",
    )
    order.transactions.append(made)
    totals.refresh(order)
    return made


def pay(market: Market, order: Order) -> None:
    """Pays in full, in a usual way; a free order needs nothing."""
    due, luck = order.total_price, market.rng.random()
    if due == ZERO:
        return
    if luck < 0.10:
        authorization = add(market, order, "AUTHORIZATION", due)
        add(market, order, "CAPTURE", due, parent=authorization)
    elif luck < 0.14 and due > 20:
        add(market, order, "SALE", Decimal("20.00"), gateway=GIFT)
        add(market, order, "SALE", due - 20)
    elif luck < 0.19:
        add(market, order, "SALE", due, status="FAILURE")
        add(market, order, "SALE", due)
    else:
        add(market, order, "SALE", due, gateway=PAYPAL if luck > 0.85 else CARD)


def authorize(market: Market, order: Order) -> None:
    if order.total_price:
        add(market, order, "AUTHORIZATION", order.total_price)


def void(market: Market, order: Order, at: datetime) -> None:
    """Lets go of what was authorised and never captured."""
    captured = {part.parent_id for part in order.transactions if part.kind == "CAPTURE"}
    held = [part for part in order.transactions if part.kind == "AUTHORIZATION" and part.id not in captured]
    for authorization in held:
        add(market, order, "VOID", authorization.amount, at=at, parent=authorization)


def give_back(market: Market, order: Order, amount: Decimal, at: datetime) -> list[Transaction]:
    """Makes REFUND transactions for the amount, as far as it was received.

    They are drawn on the payments in their order.
    """
    made = []
    for paid in [part for part in order.transactions if part.kind in ("SALE", "CAPTURE") and part.status == "SUCCESS"]:
        back = min(amount, paid.amount - _given(order, paid))
        if back > ZERO:
            made.append(add(market, order, "REFUND", back, at=at, gateway=paid.gateway, parent=paid))
            amount -= back
    return made


def _given(order: Order, paid: Transaction) -> Decimal:
    """Sums up what has been refunded of this payment."""
    back = (part.amount for part in order.transactions if part.kind == "REFUND" and part.parent_id == paid.id)
    return sum(back, ZERO)
