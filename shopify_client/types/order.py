"""Defines the order itself."""

from __future__ import annotations

from datetime import datetime

from shopify_client.types.base import Address, Attribute, Connection, MoneyBag, Node, Ref, TaxLine
from shopify_client.types.customer import Customer
from shopify_client.types.fulfillment import FulfillmentOrder
from shopify_client.types.line_item import LineItem, ShippingLine
from shopify_client.types.transaction import Refund, Transaction


class Order(Node, tag="Order"):
    """An order. Only a paged read has the connections; in a bulk result the lines are nodes of their own."""

    legacy_resource_id: str
    name: str
    created_at: datetime
    updated_at: datetime
    currency_code: str
    total_price_set: MoneyBag
    number: int | None = None
    email: str | None = None
    phone: str | None = None
    processed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    closed_at: datetime | None = None
    closed: bool = False
    confirmed: bool = True
    test: bool = False
    presentment_currency_code: str = ""
    taxes_included: bool = False
    display_financial_status: str | None = None
    display_fulfillment_status: str = "UNFULFILLED"
    return_status: str = "NO_RETURN"
    tags: list[str] = []
    note: str | None = None
    source_name: str | None = None
    discount_codes: list[str] = []
    custom_attributes: list[Attribute] = []
    subtotal_price_set: MoneyBag | None = None
    current_total_price_set: MoneyBag | None = None
    total_shipping_price_set: MoneyBag | None = None
    total_tax_set: MoneyBag | None = None
    total_discounts_set: MoneyBag | None = None
    total_outstanding_set: MoneyBag | None = None
    tax_lines: list[TaxLine] = []
    customer: Customer | None = None
    retail_location: Ref | None = None
    shipping_address: Address | None = None
    billing_address: Address | None = None
    transactions: list[Transaction] = []
    refunds: list[Refund] = []
    line_items: Connection[LineItem] | None = None
    shipping_lines: Connection[ShippingLine] | None = None
    fulfillment_orders: Connection[FulfillmentOrder] | None = None
