"""Defines typed nodes of Shopify's Admin API.

Read from JSONL lines (`decode_line`) or from an answer (`msgspec.convert`).
"""

from shopify_client.types.base import Address, Attribute, Connection, Money, MoneyBag, Node, PageInfo, Ref, TaxLine
from shopify_client.types.collection import Collection, Metafield
from shopify_client.types.customer import Customer
from shopify_client.types.fulfillment import FulfillmentOrder, FulfillmentOrderLine
from shopify_client.types.inventory import InventoryItem, InventoryLevel, Location
from shopify_client.types.line_item import LineItem, ShippingLine
from shopify_client.types.lines import AnyNode, BadLine, decode_line
from shopify_client.types.order import Order
from shopify_client.types.product import Product
from shopify_client.types.returns import Return, ReturnLine
from shopify_client.types.transaction import Refund, RefundLine, Transaction
from shopify_client.types.variant import SelectedOption, Variant

__all__ = [
    "Address",
    "AnyNode",
    "Attribute",
    "BadLine",
    "Collection",
    "Connection",
    "Customer",
    "FulfillmentOrder",
    "FulfillmentOrderLine",
    "InventoryItem",
    "InventoryLevel",
    "LineItem",
    "Location",
    "Metafield",
    "Money",
    "MoneyBag",
    "Node",
    "Order",
    "PageInfo",
    "Product",
    "Ref",
    "Refund",
    "RefundLine",
    "Return",
    "ReturnLine",
    "SelectedOption",
    "ShippingLine",
    "TaxLine",
    "Transaction",
    "Variant",
    "decode_line",
]
