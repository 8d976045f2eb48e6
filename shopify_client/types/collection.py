"""Defines collections and metafields."""

from __future__ import annotations

from datetime import datetime

from shopify_client.types.base import Count, Node


class Metafield(Node, tag="Metafield"):
    namespace: str
    key: str
    type: str
    value: str
    compare_digest: str = ""
    updated_at: datetime | None = None


class Collection(Node, tag="Collection"):
    """In a bulk result of products: once per product it holds, with that product as `parent_id`."""

    legacy_resource_id: str
    title: str
    handle: str
    updated_at: datetime
    sort_order: str = ""
    products_count: Count | None = None
