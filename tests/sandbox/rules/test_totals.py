"""An order's totals and statuses follow from its parts."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from sandbox.state import totals
from sandbox.state.records import (
    DiscountAllocation,
    FulfillmentOrder,
    LineItem,
    Order,
    Refund,
    Return,
    ReturnLine,
    ShippingLine,
    TaxLine,
    Transaction,
)

AT = datetime(2026, 11, 20, tzinfo=UTC)


def order(**changes: Any) -> Order:
    """3 units at 10.00 less 3.00 discount with 2.70 tax, shipping 5.00 with 0.50 tax: 27 + 5 + 3.20 = 35.20."""
    line = LineItem(
        id=1,
        title="Mug",
        quantity=3,
        original_unit_price=Decimal("10.00"),
        discount_allocations=[DiscountAllocation(amount=Decimal("3.00"))],
        tax_lines=[TaxLine(title="NY", rate=0.1, price=Decimal("2.70"))],
    )
    shipping = ShippingLine(
        id=2,
        title="Standard",
        original_price=Decimal("5.00"),
        tax_lines=[TaxLine(title="NY", rate=0.1, price=Decimal("0.50"))],
    )
    told: dict[str, Any] = {"line_items": [line], "shipping_lines": [shipping]} | changes
    return totals.refresh(Order(id=1, number=1001, name="#1001", created_at=AT, updated_at=AT, processed_at=AT, **told))


def paid(kind: str, amount: str, status: str = "SUCCESS") -> Transaction:
    return Transaction(
        id=9, kind=kind, status=status, gateway="bogus", amount=Decimal(amount), created_at=AT, processed_at=AT
    )


def test_totals_add_up() -> None:
    made = order()
    assert (made.subtotal_price, made.total_shipping_price) == (Decimal("27.00"), Decimal("5.00"))
    assert (made.total_tax, made.total_discounts) == (Decimal("3.20"), Decimal("3.00"))
    assert made.total_price == made.current_total_price == made.total_outstanding == Decimal("35.20")


def test_tax_inside_the_prices_is_not_added_again() -> None:
    assert order(taxes_included=True).total_price == Decimal("32.00")


def test_current_totals_leave_out_removed_and_returned_units() -> None:
    made = order()
    made.line_items[0].removed = 1
    totals.refresh(made)
    assert (made.total_price, made.current_subtotal_price) == (Decimal("35.20"), Decimal("18.00"))
    assert (made.current_total_tax, made.current_total_price) == (Decimal("2.30"), Decimal("25.30"))
    made.line_items[0].fulfilled, made.line_items[0].returned = 2, 2
    made.refunds = [Refund(id=3, created_at=AT, updated_at=AT, shipping_amount=Decimal("5.00"))]
    assert totals.refresh(made).current_total_price == Decimal("0.00")


@pytest.mark.parametrize(
    ("transactions", "status"),
    [
        ([], "PENDING"),
        ([paid("SALE", "35.20", "FAILURE")], "PENDING"),
        ([paid("SALE", "35.20", "PENDING")], "PENDING"),
        ([paid("AUTHORIZATION", "35.20")], "AUTHORIZED"),
        ([paid("AUTHORIZATION", "35.20"), paid("VOID", "35.20")], "VOIDED"),
        ([paid("AUTHORIZATION", "35.20"), paid("CAPTURE", "10.00")], "PARTIALLY_PAID"),
        ([paid("SALE", "35.20")], "PAID"),
        ([paid("SALE", "35.20"), paid("REFUND", "10.00")], "PARTIALLY_REFUNDED"),
        ([paid("SALE", "35.20"), paid("REFUND", "35.20")], "REFUNDED"),
    ],
)
def test_financial_status(transactions: list[Transaction], status: str) -> None:
    assert order(transactions=transactions).display_financial_status == status


def test_a_cancelled_order_that_was_never_paid_is_voided() -> None:
    assert order(cancelled_at=AT).display_financial_status == "VOIDED"


@pytest.mark.parametrize(
    ("removed", "fulfilled", "work", "status"),
    [
        (0, 0, ["OPEN"], "UNFULFILLED"),
        (3, 0, ["CLOSED"], "UNFULFILLED"),
        (0, 3, ["CLOSED"], "FULFILLED"),
        (1, 2, ["CLOSED"], "FULFILLED"),
        (0, 1, ["OPEN"], "PARTIALLY_FULFILLED"),
        (0, 0, ["ON_HOLD", "CLOSED"], "ON_HOLD"),
        (0, 0, ["ON_HOLD", "OPEN"], "UNFULFILLED"),
        (0, 1, ["ON_HOLD"], "ON_HOLD"),
        (0, 0, ["SCHEDULED"], "SCHEDULED"),
        (0, 0, ["IN_PROGRESS"], "IN_PROGRESS"),
    ],
)
def test_fulfillment_status(removed: int, fulfilled: int, work: list[str], status: str) -> None:
    made = order()
    made.line_items[0].removed, made.line_items[0].fulfilled = removed, fulfilled
    made.fulfillment_orders = [
        FulfillmentOrder(id=7, created_at=AT, updated_at=AT, order_id=1, location_id=1, status=state) for state in work
    ]
    assert totals.refresh(made).display_fulfillment_status == status


@pytest.mark.parametrize(
    ("returns", "status"),
    [
        ([], "NO_RETURN"),
        ([("DECLINED", 0)], "NO_RETURN"),
        ([("REQUESTED", 0)], "RETURN_REQUESTED"),
        ([("CLOSED", 1), ("OPEN", 0)], "IN_PROGRESS"),
        ([("OPEN", 1)], "INSPECTION_COMPLETE"),
        ([("CLOSED", 1), ("CANCELED", 0)], "RETURNED"),
    ],
)
def test_return_status(returns: list[tuple[str, int]], status: str) -> None:
    line = {"id": 5, "fulfillment_line_id": 6, "line_item_id": 1, "quantity": 1}
    records = [
        Return(
            id=4,
            created_at=AT,
            updated_at=AT,
            order_id=1,
            name="#1001-R1",
            status=state,
            lines=[ReturnLine(**line, processed_quantity=done)],  # type: ignore[arg-type]
        )
        for state, done in returns
    ]
    assert order(returns=records).return_status == status
