"""Decodes a line of a bulk operation's JSONL into its node."""

from __future__ import annotations

import json
import re

import msgspec

from shopify_client.types.collection import Collection, Metafield
from shopify_client.types.fulfillment import FulfillmentOrder, FulfillmentOrderLine
from shopify_client.types.inventory import InventoryItem, InventoryLevel
from shopify_client.types.line_item import LineItem, ShippingLine
from shopify_client.types.order import Order
from shopify_client.types.product import Product
from shopify_client.types.variant import Variant

AnyNode = (
    Product
    | Variant
    | Collection
    | Metafield
    | Order
    | LineItem
    | ShippingLine
    | FulfillmentOrder
    | FulfillmentOrderLine
    | InventoryItem
    | InventoryLevel
)

_DECODER: msgspec.json.Decoder[AnyNode] = msgspec.json.Decoder(AnyNode)
_GID = re.compile(r"gid://shopify/[A-Za-z]+/[0-9A-Za-z?=&_-]+")
_MEMBER = '"{name}"\\s*:\\s*"(gid://shopify/[A-Za-z]+/[0-9A-Za-z?=&_-]+)"'


class BadLine(ValueError):
    """A line that is not a node we know. `gid` and `parent_gid` are what could still be made out, else empty."""

    def __init__(self, reason: str, raw: bytes) -> None:
        super().__init__(reason)
        self.reason = reason
        self.raw = raw
        self.gid, self.parent_gid = _gids(raw)


def _gids(raw: bytes) -> tuple[str, str]:
    """From the parsed line; from the first places in the text where it cannot be parsed."""
    text = raw.decode("utf-8", "replace")
    try:
        node = json.loads(text)
    except (ValueError, RecursionError):
        return _member("id", text), _member("__parentId", text)
    if not isinstance(node, dict):
        return "", ""
    return _gid(node.get("id")), _gid(node.get("__parentId"))


def _gid(value: object) -> str:
    return value if isinstance(value, str) and _GID.fullmatch(value) else ""


def _member(name: str, text: str) -> str:
    match = re.search(_MEMBER.format(name=name), text)
    return match.group(1) if match else ""


def decode_line(raw: bytes) -> AnyNode:
    """The node of one line, chosen by its __typename. Raises BadLine."""
    try:
        return _DECODER.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadLine(f"{type(error).__name__}: {error}", raw) from None
