"""Fills a store from exported files."""

from collections.abc import Sequence
from pathlib import Path

from sandbox.files.orders import load_orders
from sandbox.files.products import load_products
from sandbox.generator.locations import add_locations
from sandbox.generator.taxonomy import categories
from sandbox.state.store import Store
from sandbox.state.tables import Origin

_PRODUCTS, _ORDERS = "products:", "orders:"


def load(store: Store, products: Sequence[Path] = (), orders: Sequence[Path] = ()) -> list[str]:
    """Puts the files' products and then orders into a store.

    A store without locations gets some first. All stock lies at the first location. Answer: remarks that a person
    should read (columns that were left out, things that were not found). FileError: the first thing that is wrong; the
    store may hold a part then.
    """
    with store.lock:
        now = store.clock.now()
        if not store.locations:
            add_locations(store, now)
        store.tables.taxonomy = categories() | store.taxonomy
        first = next(iter(store.locations))
        remarks = [remark for path in products for remark in load_products(store, path, location_id=first, at=now)]
        remarks += [remark for path in orders for remark in load_orders(store, path, location_id=first)]
        names = [f"{_PRODUCTS}{path}" for path in products] + [f"{_ORDERS}{path}" for path in orders]
        store.tables.origin = Origin(kind="files", files=names)
    return remarks


def load_again(store: Store, origin: Origin) -> list[str]:
    """Loads once more what `load` was given for this origin."""
    kinds = {
        kind: [Path(name.removeprefix(kind)) for name in origin.files if name.startswith(kind)]
        for kind in (_PRODUCTS, _ORDERS)
    }
    return load(store, products=kinds[_PRODUCTS], orders=kinds[_ORDERS])
