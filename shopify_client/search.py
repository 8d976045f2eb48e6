"""Builds search strings for the `query` argument of a list.

Shopify ignores a field name that it does not know, and then everything matches; so names are checked here first, and
the client treats a search warning in the answer as an error. Names: Admin API 2026-10, the `query` argument of
orders, products, collections, events, inventoryItems and bulkOperations.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

Comparison = Literal["", ">", ">=", "<", "<="]

FIELDS: dict[str, frozenset[str]] = {
    "orders": frozenset(
        {
            "created_at",
            "customer_id",
            "email",
            "financial_status",
            "fulfillment_location_id",
            "fulfillment_status",
            "id",
            "location_id",
            "name",
            "processed_at",
            "return_status",
            "sku",
            "source_name",
            "status",
            "tag",
            "tag_not",
            "test",
            "updated_at",
        }
    ),
    "products": frozenset(
        {
            "barcode",
            "created_at",
            "handle",
            "id",
            "product_type",
            "published_at",
            "sku",
            "status",
            "tag",
            "tag_not",
            "title",
            "updated_at",
            "vendor",
        }
    ),
    "collections": frozenset({"collection_type", "handle", "id", "product_id", "title", "updated_at"}),
    "events": frozenset({"action", "created_at", "id", "subject_type"}),
    "inventoryItems": frozenset({"created_at", "id", "sku", "updated_at"}),
    "bulkOperations": frozenset({"completed_at", "created_at", "id", "operation_type", "status"}),
}

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.")
_WORDS = frozenset({"AND", "OR", "NOT"})


def quote(value: str | int | bool | datetime) -> str:
    """A value as one token: plain where it can be, else single-quoted with \\ and ' escaped. Times in UTC, quoted."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return f"'{_instant(value)}'"
    if value and set(value) <= _PLAIN and value not in _WORDS:
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _instant(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("A search time needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Search:
    """Terms on one list, all of which must hold.

    >>> str(Search("orders").where("status", "open").where("id", 12, ">"))
    'status:open AND id:>12'
    """

    def __init__(self, root: str, terms: tuple[str, ...] = ()) -> None:
        self.root = root
        self.fields = FIELDS[root]
        self.terms = terms

    def where(self, name: str, value: str | int | bool | datetime, comparison: Comparison = "") -> Search:
        """With one more term. Raises ValueError for a name that the list cannot be searched by."""
        return self._with(f"{self._known(name)}:{comparison}{quote(value)}")

    def any_of(self, name: str, *values: str | int) -> Search:
        """With one more term that holds for any of the values."""
        if not values:
            raise ValueError(f"No values for {name}")
        either = " OR ".join(f"{self._known(name)}:{quote(value)}" for value in values)
        return self._with(f"({either})" if len(values) > 1 else either)

    def _known(self, name: str) -> str:
        if name not in self.fields:
            raise ValueError(f"{self.root} cannot be searched by {name!r}")
        return name

    def _with(self, term: str) -> Search:
        return Search(self.root, (*self.terms, term))

    def __str__(self) -> str:
        return " AND ".join(self.terms)
