"""Defines what every record shares: a number and its gid."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

import msgspec

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


class Record(msgspec.Struct, kw_only=True, gc=False):
    """Holds plain data with slots; records name each other by id.

    So no cycle can form and the collector need not look. Fields carry the meaning of the GraphQL field of the same name
    (snake_case here, camelCase there). Money is a Decimal with two places in the shop's currency. Instants are aware
    and in UTC, whole seconds.
    """

    GID_TYPE: ClassVar[str] = ""


class Node(Record, kw_only=True, gc=False):
    """Identifies a record: gid://shopify/<GID_TYPE>/<id>."""

    id: int

    @property
    def gid(self) -> str:
        return make_gid(self.GID_TYPE, self.id)

    @property
    def legacy_resource_id(self) -> str:
        return str(self.id)


class Stamped(Node, kw_only=True, gc=False):
    """Knows when it was made and last changed."""

    created_at: datetime
    updated_at: datetime


class Attribute(Record, kw_only=True, gc=False):
    """Holds one customAttributes entry."""

    key: str
    value: str | None = None


class Metafield(Stamped, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "Metafield"
    namespace: str
    key: str
    type: str
    value: str


def make_gid(kind: str, number: int | str) -> str:
    return f"gid://shopify/{kind}/{number}"


def split_gid(gid: str) -> tuple[str, int] | None:
    """Splits a gid into ("Product", 12), else None; its query goes."""
    if not gid.startswith("gid://shopify/"):
        return None
    kind, slash, number = gid.removeprefix("gid://shopify/").partition("/")
    number = number.partition("?")[0]
    if not kind or not slash or not number.isascii() or not number.isdigit():
        return None
    return kind, int(number)


def money(value: Decimal | int | str) -> Decimal:
    """Rounds to two places, in Decimal's way: no amount is negative."""
    return Decimal(value).quantize(CENT)
