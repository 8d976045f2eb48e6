"""Loads a product export into a store.

The rows of one handle are one product.
"""

from datetime import datetime
from pathlib import Path

from sandbox.builders.products import add_product
from sandbox.files.csv_table import read
from sandbox.files.product_columns import ALIASES, REQUIRED, UNUSED
from sandbox.files.product_rows import draft_of, variant_rows
from sandbox.files.row import Row
from sandbox.state.records import Collection, Product
from sandbox.state.store import Store


def load_products(store: Store, path: Path, *, location_id: int, at: datetime) -> list[str]:
    """Adds the file's products, created at `at`. Answer: remarks.

    FileError: see `sandbox.files.csv_table.read`; a handle or title is missing, a handle is in the store already, a
    number can't be read, two variants of a product are the same.
    """
    rows, unknown = read(path, ALIASES, REQUIRED)
    ignored = [name for name in unknown if not name.strip().lower().startswith(UNUSED)]
    remarks = [f"{path}: columns that are not known were left out: {', '.join(ignored)}"] if ignored else []
    categories = {category.full_name.lower(): key for key, category in store.taxonomy.items()}
    for handle, group in _by_handle(rows).items():
        head = group[0]
        if store.product_by_handle(handle) is not None:
            raise head.wrong("Handle", f"{handle} is in the store already")
        draft = draft_of(handle, group, location_id)
        wanted = head.text("Product Category")
        draft.category_id = categories.get(wanted.lower())
        if wanted and draft.category_id is None:
            remarks.append(f"{path}, line {head.line}: the category {wanted} is not known; {handle} has none")
        product = add_product(store, draft, at)
        if head.text("Published") and not head.flag("Published"):
            product.published_at = None
        if head.text("Collection"):
            _collect(store, head.text("Collection"), product, at)
    return remarks


def _by_handle(rows: list[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        handle = row.text("Handle")
        if not handle:
            raise row.wrong("Handle", "is empty")
        groups.setdefault(handle, []).append(row)
    for group in groups.values():
        if not group[0].text("Title"):
            raise group[0].wrong("Title", "is empty in the product's first row")
        if not variant_rows(group):
            raise group[0].wrong("Variant Price", "is empty in every row of the product")
    return groups


def _collect(store: Store, title: str, product: Product, at: datetime) -> None:
    known = next((one for one in store.collections.values() if one.title == title), None)
    if known is None:
        handle = "-".join(title.lower().split())
        known = Collection(
            id=store.next_id("Collection"), created_at=at, updated_at=at, title=title, handle=handle, product_ids=[]
        )
        store.add(known)
    before = list(known.product_ids)
    known.product_ids = [*before, product.id]
    store.indexes.collection_changed(known, before)
