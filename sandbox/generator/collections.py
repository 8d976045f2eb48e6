"""Makes collections: one per product type, and some that cut across."""

from datetime import datetime, timedelta
from random import Random

from sandbox.state.records import Collection, Product
from sandbox.state.store import Store


def add_collections(store: Store, rng: Random, products: list[Product], anchor: datetime) -> None:
    groups: dict[str, list[int]] = {}
    for product in products:
        groups.setdefault(product.product_type, []).append(product.id)
    groups = dict(sorted(groups.items()))
    for tag in ("sale", "summer", "winter"):
        groups[tag.capitalize()] = [product.id for product in products if tag in product.tags]
    newest = sorted(products, key=lambda product: (product.created_at, product.id), reverse=True)
    groups["New arrivals"] = [product.id for product in newest[: max(1, len(products) // 20)]]
    groups["Staff picks"] = sorted(rng.sample([product.id for product in products], len(products) // 25))
    groups["Coming soon"] = []
    for title, members in groups.items():
        _add(store, title, members, anchor - timedelta(days=rng.randint(1, 60)))


def _add(store: Store, title: str, members: list[int], at: datetime) -> None:
    handle = title.lower().replace(" ", "-")
    made = Collection(
        id=store.next_id("Collection"), created_at=at, updated_at=at, title=title, handle=handle, product_ids=members
    )
    store.add(made)
