"""Defines an order and its parts.

An order is one record, its parts live inside it.
"""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from sandbox.state.base import ZERO, Attribute, Node, Record, Stamped
from sandbox.state.fulfillment_records import Fulfillment, FulfillmentOrder
from sandbox.state.return_records import Return
from sandbox.state.shop_records import Address


class TaxLine(Record, kw_only=True, gc=False):
    title: str
    rate: float
    price: Decimal


class DiscountAllocation(Record, kw_only=True, gc=False):
    """Gives this line's part of one discount application, by its index."""

    amount: Decimal
    application: int = 0


class DiscountApplication(Record, kw_only=True, gc=False):
    """Describes a discount: `code`, or None for an automatic or manual one."""

    title: str
    code: str | None = None
    value_type: str = "percentage"  # percentage | fixed_amount
    value: Decimal = ZERO
    target_type: str = "LINE_ITEM"  # LINE_ITEM | SHIPPING_LINE


class LineItem(Node, kw_only=True, gc=False):
    """Keeps four counts, from which the others follow:

    quantity   units ordered (edits that add raise it, edits that remove do not lower it)
    removed    units taken away before they were fulfilled (edit, cancellation, refund with restock type CANCEL)
    fulfilled  units handed over
    returned   fulfilled units that were refunded
    """

    GID_TYPE: ClassVar[str] = "LineItem"
    product_id: int | None = None
    variant_id: int | None = None
    title: str
    variant_title: str | None = None
    sku: str | None = None
    vendor: str | None = None
    quantity: int
    removed: int = 0
    fulfilled: int = 0
    returned: int = 0
    requires_shipping: bool = True
    taxable: bool = True
    is_gift_card: bool = False
    restockable: bool = True
    custom_attributes: list[Attribute] = []
    selling_plan_id: str | None = None
    selling_plan_name: str | None = None
    original_unit_price: Decimal
    discount_allocations: list[DiscountAllocation] = []
    tax_lines: list[TaxLine] = []

    @property
    def name(self) -> str:
        return f"{self.title} - {self.variant_title}" if self.variant_title else self.title

    @property
    def current_quantity(self) -> int:
        return self.quantity - self.removed - self.returned

    @property
    def unfulfilled_quantity(self) -> int:
        return self.quantity - self.removed - self.fulfilled

    @property
    def non_fulfillable_quantity(self) -> int:
        return self.removed

    @property
    def refundable_quantity(self) -> int:
        return self.current_quantity

    @property
    def original_total(self) -> Decimal:
        return self.original_unit_price * self.quantity

    @property
    def total_discount(self) -> Decimal:
        return sum((part.amount for part in self.discount_allocations), ZERO)

    @property
    def total_tax(self) -> Decimal:
        return sum((part.price for part in self.tax_lines), ZERO)


class ShippingLine(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "ShippingLine"
    title: str
    code: str | None = None
    source: str | None = "shopify"
    carrier_identifier: str | None = None
    original_price: Decimal
    discount_allocations: list[DiscountAllocation] = []
    tax_lines: list[TaxLine] = []
    is_removed: bool = False

    @property
    def discounted_price(self) -> Decimal:
        return self.original_price - sum((part.amount for part in self.discount_allocations), ZERO)


class Transaction(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "OrderTransaction"
    kind: str  # AUTHORIZATION | CAPTURE | SALE | REFUND | VOID
    status: str  # SUCCESS | PENDING | FAILURE | ERROR
    gateway: str
    amount: Decimal
    created_at: datetime
    processed_at: datetime
    parent_id: int | None = None
    error_code: str | None = None
    test: bool = False
    payment_id: str | None = None


class RefundLine(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "RefundLineItem"
    line_item_id: int
    quantity: int
    restock_type: str  # CANCEL | RETURN | NO_RESTOCK
    restocked: bool = False
    location_id: int | None = None
    subtotal: Decimal = ZERO
    total_tax: Decimal = ZERO


class Refund(Stamped, kw_only=True, gc=False):
    """Describes a refund of money, and of units if it has lines.

    `transaction_ids` name REFUND transactions of the order. `return_id`: refunds a return.
    """

    GID_TYPE: ClassVar[str] = "Refund"
    note: str | None = None
    lines: list[RefundLine] = []
    shipping_amount: Decimal = ZERO
    return_id: int | None = None
    transaction_ids: list[int] = []


class Order(Stamped, kw_only=True, gc=False):
    """Keeps totals and statuses, which state.totals.refresh sets after changes.

    total_price = subtotal_price + total_shipping_price + total_tax + total_adjustment, where the subtotal is after
    line discounts; the current_* amounts leave out units removed or returned. total_adjustment holds tips, duties
    and rounding of orders read from a file.
    """

    GID_TYPE: ClassVar[str] = "Order"
    number: int
    name: str
    email: str | None = None
    phone: str | None = None
    processed_at: datetime
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None  # CUSTOMER | DECLINED | FRAUD | INVENTORY | OTHER | STAFF
    cancel_staff_note: str | None = None
    closed_at: datetime | None = None
    confirmed: bool = True
    test: bool = False
    edited: bool = False
    currency_code: str = "USD"
    presentment_currency_code: str = "USD"
    taxes_included: bool = False
    display_financial_status: str = "PENDING"
    display_fulfillment_status: str = "UNFULFILLED"
    return_status: str = "NO_RETURN"
    risk_level: str = "LOW"
    tags: list[str] = []
    note: str | None = None
    source_name: str = "web"
    custom_attributes: list[Attribute] = []
    customer_id: int | None = None
    retail_location_id: int | None = None
    shipping_address: Address | None = None
    billing_address: Address | None = None
    discount_applications: list[DiscountApplication] = []
    line_items: list[LineItem] = []
    shipping_lines: list[ShippingLine] = []
    transactions: list[Transaction] = []
    refunds: list[Refund] = []
    returns: list[Return] = []
    fulfillment_orders: list[FulfillmentOrder] = []
    fulfillments: list[Fulfillment] = []
    subtotal_price: Decimal = ZERO
    total_price: Decimal = ZERO
    total_tax: Decimal = ZERO
    total_discounts: Decimal = ZERO
    total_shipping_price: Decimal = ZERO
    total_adjustment: Decimal = ZERO
    current_subtotal_price: Decimal = ZERO
    current_total_price: Decimal = ZERO
    current_total_tax: Decimal = ZERO
    current_total_discounts: Decimal = ZERO
    total_received: Decimal = ZERO
    total_refunded: Decimal = ZERO
    total_outstanding: Decimal = ZERO

    @property
    def closed(self) -> bool:
        return self.closed_at is not None

    @property
    def discount_codes(self) -> list[str]:
        return [part.code for part in self.discount_applications if part.code]

    @property
    def payment_gateway_names(self) -> list[str]:
        return list(dict.fromkeys(part.gateway for part in self.transactions))

    @property
    def status(self) -> str:
        """Reads open, closed or cancelled, as the search field `status:` does."""
        if self.cancelled_at is not None:
            return "cancelled"
        return "closed" if self.closed else "open"

    def line(self, line_item_id: int) -> LineItem | None:
        return next((line for line in self.line_items if line.id == line_item_id), None)
