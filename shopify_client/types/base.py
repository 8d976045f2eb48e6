"""Defines the parts that typed nodes are made of.

Fields that our documents always ask for and that the 2026-10 schema promises are required, the rest have defaults.
Enumerations stay plain text: a new version of Shopify may add a value, and that must not lose a record.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Part(msgspec.Struct, rename="camel", kw_only=True, gc=False):
    """A value inside a node. Unknown fields are ignored. Holds no cycles, so the collector need not look."""


class Node(msgspec.Struct, rename="camel", kw_only=True, gc=False, tag_field="__typename"):
    """An object with a gid. `parent_id` is the gid of the node above it in the JSONL of a bulk operation."""

    id: str
    parent_id: str | None = msgspec.field(name="__parentId", default=None)


class Ref(Part):
    """Another object, by its gid."""

    id: str
    legacy_resource_id: str | None = None


class PageInfo(Part):
    has_next_page: bool
    end_cursor: str | None = None


class Connection(msgspec.Struct, Generic[T], rename="camel", kw_only=True, gc=False):
    """One page of a paged read."""

    nodes: list[T] = []
    page_info: PageInfo | None = None


class Money(Part):
    """`amount` is exact; the currency is left empty where the document does not ask for it."""

    amount: Decimal
    currency_code: str = ""


class MoneyBag(Part):
    """An amount in the currency of the shop."""

    shop_money: Money

    @property
    def amount(self) -> Decimal:
        return self.shop_money.amount


class Attribute(Part):
    """A custom attribute of an order or of a line (a "line item property" in the storefront)."""

    key: str
    value: str | None = None


class TaxLine(Part):
    title: str
    price_set: MoneyBag
    rate: float | None = None


class Address(Part):
    """A mailing address. Without protected customer data access Shopify answers null for most of it."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    province: str | None = None
    province_code: str | None = None
    country_code_v2: str | None = None
    zip: str | None = None
    phone: str | None = None


class Image(Part):
    url: str
    alt_text: str | None = None


class Count(Part):
    count: int
    precision: str = "EXACT"
