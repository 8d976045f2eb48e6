"""Fills an empty store: locations, catalogue, stock, customers, orders."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sandbox.generator import mischief as mischiefs
from sandbox.generator.catalog import add_catalog
from sandbox.generator.collections import add_collections
from sandbox.generator.customers import add_customers
from sandbox.generator.locations import add_locations
from sandbox.generator.market import Market, open_market
from sandbox.generator.order_stories import StoryPicker
from sandbox.generator.taxonomy import categories
from sandbox.state import totals
from sandbox.state.store import Store
from sandbox.state.tables import Origin

PERIOD = timedelta(days=90)


def generate(
    store: Store,
    products: int = 200,
    orders: int = 500,
    seed: int = 1,
    *,
    anchor: datetime | None = None,
    mischief: Sequence[str] = (),
) -> None:
    """Fills an empty store; nothing in it is dated after `anchor` (now).

    The same arguments give the same content, number by number. `mischief` names bad data to add at the end, see
    `sandbox.generator.mischief.MISCHIEF`. ValueError: a size below zero, orders without products, an unknown name.
    """
    _check(products, orders, mischief)
    anchor = (anchor or store.clock.now()).replace(microsecond=0)
    with store.lock:
        store.shop.created_at = anchor - timedelta(days=1000)
        store.tables.taxonomy = categories()
        places = add_locations(store, store.shop.created_at)
        shelves = add_catalog(store, _chance(seed, "catalog"), products, places=places, anchor=anchor)
        add_collections(store, _chance(seed, "collections"), shelves, anchor)
        customers = add_customers(store, _chance(seed, "customers"), max(10, orders // 3), anchor)
        chance = _chance(seed, "orders")
        market = open_market(store, chance, shelves, places=places, customers=customers, anchor=anchor)
        _add_orders(market, orders)
        mischiefs.add(market, mischief)
        store.tables.origin = Origin(
            kind="generated", seed=seed, products=products, orders=orders, anchor=anchor, mischief=list(mischief)
        )


def _chance(seed: int, part: str) -> Random:
    """Draws each part's chances apart: orders don't change the catalogue."""
    return Random(f"{seed} {part}")  # noqa: S311 - it only has to be the same each time


def _check(products: int, orders: int, mischief: Sequence[str]) -> None:
    if products < 0 or orders < 0:
        raise ValueError(f"A store can't have {products} products and {orders} orders")
    if not products and (orders or mischief):
        raise ValueError("A store without products has no orders and no mischief")
    unknown = sorted(set(mischief) - set(mischiefs.MISCHIEF))
    if unknown:
        raise ValueError(f"Unknown mischief {', '.join(unknown)}; known are {', '.join(mischiefs.MISCHIEF)}")


def _add_orders(market: Market, count: int) -> None:
    """Spreads the orders over the period, the oldest first."""
    teller = StoryPicker(market.rng, count, market.anchor)
    start, step = market.anchor - PERIOD, PERIOD / max(count, 1)
    for number in range(count):
        at = (start + (number + market.rng.random()) * step).replace(microsecond=0)
        market.store.add(totals.refresh(teller.story(number, at)(market, at)))
