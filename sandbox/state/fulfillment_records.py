"""Defines what is to be shipped from where, and what has been."""

from datetime import datetime
from typing import ClassVar

from sandbox.state.base import Node, Stamped


class FulfillmentHold(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "FulfillmentHold"
    reason: str
    reason_notes: str | None = None
    handle: str = ""
    app_id: str | None = None  # None: the merchant's own hold


class FulfillmentOrderLine(Node, kw_only=True, gc=False):
    """Counts units: removed ones shrink `total_quantity`, fulfilled ones `remaining_quantity`.

    Removed units shrink `remaining_quantity` too.
    """

    GID_TYPE: ClassVar[str] = "FulfillmentOrderLineItem"
    line_item_id: int
    variant_id: int | None = None
    total_quantity: int
    remaining_quantity: int


class FulfillmentOrder(Stamped, kw_only=True, gc=False):
    """Describes the part of an order that one location is to ship.

    Over all open ones, the remaining units of a line sum up to its unfulfilled_quantity.
    """

    GID_TYPE: ClassVar[str] = "FulfillmentOrder"
    order_id: int
    status: str = "OPEN"  # OPEN | IN_PROGRESS | SCHEDULED | ON_HOLD | INCOMPLETE | CLOSED | CANCELLED
    request_status: str = "UNSUBMITTED"
    fulfill_at: datetime | None = None
    method_type: str = "SHIPPING"  # deliveryMethod.methodType: SHIPPING | PICK_UP | LOCAL | RETAIL | NONE
    location_id: int
    holds: list[FulfillmentHold] = []
    lines: list[FulfillmentOrderLine] = []


class FulfillmentLine(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "FulfillmentLineItem"
    line_item_id: int
    quantity: int


class Fulfillment(Stamped, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "Fulfillment"
    order_id: int
    name: str
    status: str = "SUCCESS"  # SUCCESS | CANCELLED
    display_status: str = "FULFILLED"
    location_id: int
    lines: list[FulfillmentLine] = []
    tracking_company: str | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None

    @property
    def total_quantity(self) -> int:
        return sum(line.quantity for line in self.lines)
