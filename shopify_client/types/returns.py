"""Defines returns: what customers send back, and what became of it."""

from __future__ import annotations

from datetime import datetime

from shopify_client.types.base import Connection, Part, Ref


class ReasonDefinition(Part):
    handle: str = ""
    name: str = ""


class FulfilledLine(Part):
    line_item: Ref


class ReturnLine(Part):
    """`fulfillment_line_item` is missing where the shop does not know what was sent back."""

    id: str
    quantity: int
    processed_quantity: int = 0
    refunded_quantity: int = 0
    customer_note: str | None = None
    return_reason_note: str = ""
    return_reason_definition: ReasonDefinition | None = None
    fulfillment_line_item: FulfilledLine | None = None


class Return(Part):
    """`status` is REQUESTED, OPEN, CLOSED, CANCELED or DECLINED."""

    id: str
    name: str
    status: str
    order: Ref | None = None
    created_at: datetime | None = None
    closed_at: datetime | None = None
    return_line_items: Connection[ReturnLine] | None = None
