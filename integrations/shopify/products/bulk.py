"""Merges bulk-loaded products, span by span.

What a newer file no longer lists of a product is ended: a variant is discontinued, a membership gets its end. Products
that are missing altogether are left to the job that syncs products, which is told of deletions.
"""

from pathlib import Path
from typing import Any

from integrations.batches.sql import statements
from integrations.shopify.bulk_load import Counts, Span, Subject
from integrations.shopify.products.rows import ProductRows
from oms.models import Product

_FOLDER = Path(__file__).parent
_SQL = statements(_FOLDER / "merge.sql")
_PLAN = ("lock", "products", "counts")
_WRITE = [name for name in _SQL if name not in (*_PLAN, "duplicate_skus", "shown", "lock_shop")]


def merge(cursor: Any, span: Span) -> Counts:
    """Write the products of the span that are new or newer than ours. The number of statements doesn't depend on it."""
    values = span.parameters
    for name in _PLAN:
        cursor.execute(_SQL[name], values)
    created, updated, unchanged = cursor.fetchone()
    counts = {"created": created, "updated": updated, "unchanged": unchanged}
    if created or updated:
        for name in _WRITE:
            cursor.execute(_SQL[name], values)
        cursor.execute(_SQL["duplicate_skus"], values)
        counts["warnings"] = cursor.rowcount
    return counts


def lock(cursor: Any, shop_id: int) -> None:
    """Keep others from writing the shop's products until the transaction's end."""
    cursor.execute(_SQL["lock_shop"], {"shop": shop_id})


def hand_on_skus(cursor: Any) -> None:
    """Give the SKUs that nobody has any more to those that wait for them, and close what was raised about it."""
    for name in ("freed_skus", "resolve_exceptions"):
        cursor.execute(_SQL[name])


SUBJECT = Subject(
    kind="product",
    noun="products",
    model=Product,
    actor="initial_load.import_products",
    document="bulk_products",
    folder=_FOLDER,
    rows=ProductRows,
    merge=merge,
    shown=_SQL["shown"],
    chunk=500,
)
