"""Defines returns and the reverse fulfillment orders of their goods.

A reverse fulfillment order says what became of each unit.
"""

from datetime import datetime
from typing import ClassVar

from sandbox.state.base import Node, Stamped


class ReturnLine(Node, kw_only=True, gc=False):
    """Counts units: `processed_quantity` are dealt with, others may be taken off."""

    GID_TYPE: ClassVar[str] = "ReturnLineItem"
    fulfillment_line_id: int
    line_item_id: int
    quantity: int
    processed_quantity: int = 0
    refunded_quantity: int = 0
    reason: str = "UNKNOWN"  # of enum ReturnReason
    reason_handle: str | None = None
    reason_name: str | None = None
    reason_note: str = ""
    customer_note: str | None = None

    @property
    def unprocessed_quantity(self) -> int:
        return self.quantity - self.processed_quantity


class Disposition(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "ReverseFulfillmentOrderDisposition"
    type: str  # RESTOCKED | NOT_RESTOCKED | PROCESSING_REQUIRED | MISSING
    quantity: int
    location_id: int | None = None
    created_at: datetime


class ReverseLine(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "ReverseFulfillmentOrderLineItem"
    fulfillment_line_id: int
    line_item_id: int
    total_quantity: int
    dispositions: list[Disposition] = []

    @property
    def remaining_quantity(self) -> int:
        return self.total_quantity - sum(part.quantity for part in self.dispositions)


class ReverseFulfillmentOrder(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "ReverseFulfillmentOrder"
    status: str = "OPEN"  # OPEN | CLOSED | CANCELED
    lines: list[ReverseLine] = []


class Return(Stamped, kw_only=True, gc=False):
    """Describes a return, a part of its order.

    The reverse fulfillment order is made when the return is approved.
    """

    GID_TYPE: ClassVar[str] = "Return"
    order_id: int
    name: str  # "#1001-R1"
    status: str = "REQUESTED"  # REQUESTED | OPEN | CLOSED | DECLINED | CANCELED
    closed_at: datetime | None = None
    request_approved_at: datetime | None = None
    decline_reason: str | None = None  # RETURN_PERIOD_ENDED | FINAL_SALE | OTHER
    decline_note: str | None = None
    lines: list[ReturnLine] = []
    reverse_fulfillment_orders: list[ReverseFulfillmentOrder] = []

    @property
    def total_quantity(self) -> int:
        return sum(line.quantity for line in self.lines)
