"""Defines payments of an order, and refunds."""

from __future__ import annotations

from datetime import datetime

import msgspec

from shopify_client.types.base import Connection, MoneyBag, Part, Ref


class Transaction(Part):
    """`kind` AUTHORIZATION, CAPTURE, SALE, REFUND, VOID, ...; `status` SUCCESS, PENDING, FAILURE, ERROR, ..."""

    id: str
    kind: str
    status: str
    amount_set: MoneyBag
    gateway: str | None = None
    test: bool = False
    created_at: datetime | None = None
    processed_at: datetime | None = None
    error_code: str | None = None
    parent_transaction: Ref | None = None


class RefundLine(Part):
    """`restock_type` is CANCEL, LEGACY_RESTOCK, NO_RESTOCK or RETURN."""

    quantity: int
    line_item: Ref
    id: str | None = None
    restock_type: str = ""
    restocked: bool = False
    location: Ref | None = None


class Refund(Part):
    id: str
    created_at: datetime | None = None
    updated_at: datetime | None = None
    return_ref: Ref | None = msgspec.field(name="return", default=None)
    total_refunded_set: MoneyBag | None = None
    refund_line_items: Connection[RefundLine] | None = None
