"""Defines fulfillment orders: what Shopify wants shipped, from where."""

from __future__ import annotations

from datetime import datetime

from shopify_client.types.base import Connection, Node, Part, Ref


class AssignedLocation(Part):
    """`location` is null once the location was deleted; the name stays."""

    name: str = ""
    location: Ref | None = None


class DeliveryMethod(Part):
    """`method_type` is SHIPPING, PICK_UP, LOCAL, PICKUP_POINT, RETAIL or NONE."""

    id: str
    method_type: str


class SupportedAction(Part):
    action: str


class Hold(Part):
    id: str
    reason: str
    reason_notes: str | None = None
    handle: str | None = None
    held_by_requesting_app: bool = False


class FulfillmentOrderLine(Node, tag="FulfillmentOrderLineItem"):
    total_quantity: int
    remaining_quantity: int
    line_item: Ref
    sku: str | None = None
    variant: Ref | None = None


class FulfillmentOrder(Node, tag="FulfillmentOrder"):
    """`status` is OPEN, IN_PROGRESS, ON_HOLD, SCHEDULED, INCOMPLETE, CANCELLED or CLOSED."""

    status: str
    request_status: str
    assigned_location: AssignedLocation
    fulfill_at: datetime | None = None
    updated_at: datetime | None = None
    delivery_method: DeliveryMethod | None = None
    supported_actions: list[SupportedAction] = []
    fulfillment_holds: list[Hold] = []
    line_items: Connection[FulfillmentOrderLine] | None = None
