"""Describes a line of an order as the shop has it now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Place:
    """Where units wait and how they are to leave: a facility, a shipment method, a ShipGroupKind."""

    facility_id: int
    method_id: int
    kind: str
    requested_method: str = ""


@dataclass(frozen=True)
class LineNow:
    """Units by their fate in the shop: still to fulfil, fulfilled (returned or not), removed before fulfilment.

    `place` is where new units of the line begin.
    """

    line_gid: str
    open: int
    completed: int
    cancelled: int
    place: Place
    product_id: int | None
    price: Decimal
    discounted_price: Decimal
    name: str = ""
    variant_title: str = ""
    sku: str = ""
    requires_shipping: bool = True
    is_gift_card: bool = False
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def quantity(self) -> int:
        return self.open + self.completed + self.cancelled
