"""Turns an order's lines into staging rows.

What Shopify calls a thing, in the columns of orders/staging.sql.
"""

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from integrations.batches.copy_rows import Sheet, array
from integrations.shopify.bulk_load.contract import Unusable
from integrations.shopify.orders.payments import preferences
from shopify_client.types import (
    Address,
    AnyNode,
    Attribute,
    FulfillmentOrder,
    FulfillmentOrderLine,
    LineItem,
    MoneyBag,
    Order,
    ShippingLine,
)

_ENDED = frozenset({"CLOSED", "CANCELLED"})


class OrderRows:
    """One batch of lines. See `bulk_load.contract.Rows`."""

    def __init__(self) -> None:
        self.orders = Sheet(
            "staged_order",
            (
                "at", "length", "gid", "name", "number", "channel", "order_date", "updated_at", "is_test", "is_closed",
                "customer_gid", "customer_name", "customer_email", "customer_phone", "currency", "taxes_included",
                "subtotal", "shipping_total", "tax_total", "discount_total", "grand_total", "current_total",
                "financial_status", "fulfillment_status", "cancel_reason", "cancelled_at", "closed_at", "processed_at",
                "note", "tags", "attributes", "discount_code", "digest",
            ),
        )  # fmt: skip
        self.addresses = Sheet(
            "staged_address",
            (
                "order_at", "kind", "name", "company", "address1", "address2", "city", "province", "province_code",
                "country_code", "zip", "phone",
            ),
        )  # fmt: skip
        self.payments = Sheet(
            "staged_payment",
            (
                "order_at", "transaction_gid", "parent_gid", "kind", "status", "amount", "currency", "gateway",
                "error_code", "processed_at",
            ),
        )  # fmt: skip
        self.taxes = Sheet("staged_tax", ("order_at", "seq", "name", "amount", "rate"))
        self.items = Sheet(
            "staged_item",
            (
                "at", "length", "gid", "parent", "variant_gid", "open_units", "completed_units", "cancelled_units",
                "price", "discounted_price", "name", "variant_title", "sku", "requires_shipping", "is_gift_card",
                "attributes",
            ),
        )  # fmt: skip
        self.shipping = Sheet("staged_shipping", ("at", "length", "gid", "parent", "title", "code", "amount"))
        self.fulfillments = Sheet(
            "staged_fulfillment_order", ("at", "length", "gid", "parent", "is_ended", "method_type", "location_gid")
        )
        self.fulfillment_lines = Sheet("staged_fulfillment_line", ("at", "length", "gid", "parent", "line_gid"))

    @property
    def sheets(self) -> Sequence[Sheet]:
        return (
            self.orders, self.addresses, self.payments, self.taxes, self.items, self.shipping, self.fulfillments,
            self.fulfillment_lines,
        )  # fmt: skip

    def add(self, node: AnyNode, at: int, length: int) -> None:
        if isinstance(node, LineItem):
            self._item(node, at, length)
        elif isinstance(node, Order):
            self._order(node, at, length)
        elif isinstance(node, FulfillmentOrderLine):
            self.fulfillment_lines.add(at, length, node.id, node.parent_id, node.line_item.id)
        elif isinstance(node, ShippingLine):
            if not node.is_removed:
                amount = node.original_price_set.amount
                self.shipping.add(at, length, node.id, node.parent_id, node.title, node.code, amount)
        elif isinstance(node, FulfillmentOrder):
            self._fulfillment(node, at, length)

    def _order(self, order: Order, at: int, length: int) -> None:
        customer = order.customer
        name = f"{customer.first_name or ''} {customer.last_name or ''}".strip() if customer else ""
        self.orders.add(
            at, length, order.id, order.name, order.number, order.source_name, order.created_at, order.updated_at,
            order.test, order.closed or order.closed_at is not None, customer and customer.id, name,
            order.email or (customer and customer.email), order.phone or (customer and customer.phone),
            order.currency_code, order.taxes_included, _amount(order.subtotal_price_set),
            _amount(order.total_shipping_price_set), _amount(order.total_tax_set), _amount(order.total_discounts_set),
            order.total_price_set.amount, _amount(order.current_total_price_set or order.total_price_set),
            order.display_financial_status, order.display_fulfillment_status, order.cancel_reason, order.cancelled_at,
            order.closed_at, order.processed_at, order.note, array(order.tags), _attributes(order.custom_attributes),
            ", ".join(order.discount_codes)[:255], _digest(order),
        )  # fmt: skip
        self._address(order.shipping_address, "SHIPPING", at)
        self._address(order.billing_address, "BILLING", at)
        for seq, tax in enumerate(order.tax_lines, 1):
            self.taxes.add(at, seq, tax.title, tax.price_set.amount, tax.rate)
        for paid in preferences(order.transactions):
            self.payments.add(
                at, paid.gid, paid.parent_gid, paid.kind, paid.status, paid.amount, paid.currency, paid.gateway,
                paid.error_code, paid.processed_at,
            )  # fmt: skip

    def _address(self, address: Address | None, kind: str, at: int) -> None:
        if address is None:
            return
        self.addresses.add(
            at, kind, f"{address.first_name or ''} {address.last_name or ''}".strip(), address.company,
            address.address1, address.address2, address.city, address.province, address.province_code,
            address.country_code_v2, address.zip, address.phone,
        )  # fmt: skip

    def _item(self, line: LineItem, at: int, length: int) -> None:
        """Adds a line, its units split into cancelled, open and completed.

        Cancelled are those that were removed before they were fulfilled; completed ones may have come back since.
        """
        cancelled = min(line.quantity - line.current_quantity, line.non_fulfillable_quantity)
        completed = line.quantity - line.unfulfilled_quantity - cancelled
        if min(cancelled, completed, line.unfulfilled_quantity) < 0:
            raise Unusable(f"The quantities of {line.id} contradict each other")
        price = line.original_unit_price_set.amount
        discounted = line.discounted_unit_price_after_all_discounts_set
        self.items.add(
            at, length, line.id, line.parent_id, line.variant and line.variant.id, line.unfulfilled_quantity,
            completed, cancelled, price, discounted.amount if discounted else price, line.title or line.name,
            line.variant_title, line.sku, line.requires_shipping, line.is_gift_card,
            _attributes(line.custom_attributes),
        )  # fmt: skip

    def _fulfillment(self, fulfillment: FulfillmentOrder, at: int, length: int) -> None:
        method, location = fulfillment.delivery_method, fulfillment.assigned_location.location
        self.fulfillments.add(
            at, length, fulfillment.id, fulfillment.parent_id, fulfillment.status in _ENDED,
            method and method.method_type, location and location.id,
        )  # fmt: skip


def _digest(order: Order) -> str | None:
    """Digests an order that was read whole; None of any other.

    A line of a bulk result has its children elsewhere. Left out is what only one of the documents asks for.
    """
    if order.line_items is None:
        return None
    common = replace(order, refunds=[], total_outstanding_set=None)
    return hashlib.sha256(msgspec.json.encode(common)).hexdigest()


def _amount(money: MoneyBag | None) -> object:
    return money.amount if money else 0


def _attributes(attributes: Sequence[Attribute]) -> str:
    """A JSON object; of two attributes with the same key the later counts."""
    if not attributes:
        return "{}"
    return msgspec.json.encode({attribute.key: attribute.value or "" for attribute in attributes}).decode()
