"""Merges bulk-loaded orders, span by span."""

from pathlib import Path
from typing import Any

from integrations.batches.sql import statements
from integrations.shopify.bulk_load import Counts, Span, Subject
from integrations.shopify.orders.rows import OrderRows
from oms.models import OrderHeader
from shopify_client.search import Search

_FOLDER = Path(__file__).parent
_SQL = statements(_FOLDER / "merge.sql")
_RENEW = ("begun", "states", "remove_adjustments", "remove_addresses", "remove_exceptions", "remove_items",
          "remove_groups")  # fmt: skip
_ADD = ("units", "placeholders", "addresses", "items", "adjustments", "payments", "history")


def merge(cursor: Any, span: Span, *, keep_items: bool = False) -> Counts:
    """Write the orders of the span that are new or newer than ours. The number of statements doesn't depend on it.

    `keep_items`: of an order that we have, items, ship groups and status stay as they are, whatever its state.
    """
    values = span.parameters
    cursor.execute(_SQL["lock"], values)
    cursor.execute(_SQL["headers"], values)
    any_written = cursor.rowcount > 0
    cursor.execute(_SQL["counts"], values)
    created, updated, skipped, unchanged = cursor.fetchone()
    counts = {"created": created, "updated": updated, "skipped": skipped, "unchanged": unchanged}
    if any_written:
        for name in (*(_RENEW if updated else ()), *_ADD):
            cursor.execute(_SQL["keep_items" if keep_items and name == "begun" else name], values)
        cursor.execute(_SQL["exceptions"], values)
        counts["warnings"] = cursor.rowcount
    return counts


SUBJECT = Subject(
    kind="order",
    noun="orders",
    model=OrderHeader,
    actor="initial_load.import_orders",
    document="bulk_orders",
    folder=_FOLDER,
    rows=OrderRows,
    merge=merge,
    shown=_SQL["shown"],
    chunk=2_000,
)


def search(*, status: str = "", fulfillment_status: str = "", after_id: int | None = None) -> str:
    """Spells a search string of the Admin API's orders query.

    `status` open, closed or cancelled; `fulfillment_status` for example unshipped; only orders whose number in the gid
    is above `after_id`. Empty = no such condition.
    """
    terms = Search("orders")
    if status:
        terms = terms.where("status", status)
    if fulfillment_status:
        terms = terms.where("fulfillment_status", fulfillment_status)
    if after_id:
        terms = terms.where("id", after_id, ">")
    return str(terms)
