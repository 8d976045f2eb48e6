"""Gathers what an order is made from: goods, buyers, locations, chance."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from sandbox.generator.product_drafts import PREORDER_TAG
from sandbox.state.records import Customer, Location, Product, Variant
from sandbox.state.store import Store


@dataclass
class Market:
    """Lists are empty when the store sells nothing of the kind.

    No order is dated after `anchor`.
    """

    store: Store
    rng: Random
    anchor: datetime
    warehouses: list[Location]
    stores: list[Location]
    customers: list[Customer]
    goods: list[Variant]
    preorders: list[Variant]
    gift_cards: list[Variant]
    downloads: list[Variant]

    @property
    def anything(self) -> list[Variant]:
        return self.goods or self.preorders or self.downloads or self.gift_cards


def open_market(
    store: Store,
    rng: Random,
    products: list[Product],
    *,
    places: tuple[list[Location], list[Location]],
    customers: list[Customer],
    anchor: datetime,
) -> Market:
    market = Market(store, rng, anchor, places[0], places[1], customers, [], [], [], [])
    for product in products:
        if product.status == "ACTIVE":
            _kind(market, product).extend(store.product_variants(product))
    return market


def _kind(market: Market, product: Product) -> list[Variant]:
    if product.is_gift_card:
        return market.gift_cards
    if PREORDER_TAG in product.tags:
        return market.preorders
    return market.downloads if product.product_type == "Digital" else market.goods
