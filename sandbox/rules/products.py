"""Creates, changes and deletes products."""

from collections.abc import Sequence

from sandbox.builders.products import ProductDraft, add_product
from sandbox.rules.errors import Refused
from sandbox.rules.lock import change
from sandbox.rules.tags import clean
from sandbox.state.records import Event, Product
from sandbox.state.store import Store

STATUSES = ("ACTIVE", "ARCHIVED", "DRAFT")


@change
def create_product(store: Store, draft: ProductDraft) -> Product:
    """Announces products/create."""
    if not draft.title.strip():
        raise Refused("Title can't be blank", "BLANK", ["title"])
    if not draft.variants:
        raise Refused("Product must have at least one variant", "INVALID", ["variants"])
    if store.product_by_handle(draft.handle) is not None:
        raise Refused(f"Handle '{draft.handle}' already in use. Please provide a new handle.", "TAKEN", ["handle"])
    product = add_product(store, draft, store.clock.now())
    _note(store, product, "create", f"Product was created: {product.title}.")
    store.announce("products/create", product)
    return product


@change
def update_product(
    store: Store,
    product: Product,
    *,
    title: str | None = None,
    description_html: str | None = None,
    status: str | None = None,
    vendor: str | None = None,
    product_type: str | None = None,
    tags: Sequence[str] | None = None,
) -> Product:
    """Updates; what is not given stays. Announces products/update."""
    if title is not None and not title.strip():
        raise Refused("Title can't be blank", "BLANK", ["title"])
    if status is not None and status not in STATUSES:
        raise Refused(f"Status must be one of {', '.join(STATUSES)}", "INCLUSION", ["status"])
    told = {"title": title, "description_html": description_html, "vendor": vendor, "product_type": product_type}
    for name, value in told.items():
        if value is not None:
            setattr(product, name, value)
    if status is not None:
        product.status = status
        if status == "ACTIVE" and product.published_at is None:
            product.published_at = store.clock.now()
    if tags is not None:
        product.tags = clean(tags)
    return product_changed(store, product)


@change
def delete_product(store: Store, product: Product) -> None:
    """Deletes the product with its variants, items and levels.

    Its places in collections go too; orders keep what they say. An event "destroy" is left of it. Announces
    products/delete.
    """
    for collection in store.collections_of(product):
        before = list(collection.product_ids)
        collection.product_ids.remove(product.id)
        store.indexes.collection_changed(collection, before)
        store.touch(collection)
        store.announce("collections/update", collection)
    for variant in store.product_variants(product):
        for level in store.levels_of(variant.inventory_item_id):
            store.discard(level)
        store.discard(store.item_of(variant))
        store.discard(variant)
    store.discard(product)
    _note(store, product, "destroy", f"Product was deleted: {product.title}.")
    store.announce("products/delete", product)


def product_changed(store: Store, product: Product) -> Product:
    store.touch(product)
    store.announce("products/update", product)
    return product


def _note(store: Store, product: Product, action: str, message: str) -> None:
    store.add(
        Event(
            id=store.next_id("BasicEvent"),
            action=action,
            subject_type="PRODUCT",
            subject_id=product.gid,
            message=message,
            created_at=store.clock.now(),
        )
    )
