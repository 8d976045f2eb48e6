"""Adds bad data, as real stores have it; only on request."""

from collections.abc import Callable, Sequence
from functools import partial

from sandbox.generator import checkout, order_steps, payments
from sandbox.generator.market import Market
from sandbox.state import totals
from sandbox.state.records import Order

GONE = 49_999_999_999_999  # the number of a variant that no store has
_TITLES = {
    "nul_byte": "NUL \x00 shirt",
    "lone_surrogate": "Half a smile \ud83d shirt",
    "long_title": "Long " * 1000,
    "script_title": "<script>alert(1)</script>",
}


def add(market: Market, names: Sequence[str]) -> None:
    """Adds one bad record per name, in the order of the names."""
    for name in names:
        MISCHIEF[name](market)


def _rename(title: str, market: Market) -> None:
    """Renames the youngest product that has no bad title yet."""
    bad = _TITLES.values()
    product = next(one for one in reversed(market.store.products.values()) if one.title not in bad)
    product.title = title


def _order(market: Market, *, addressed: bool = True) -> Order:
    """Makes a new, open and paid order of the first thing."""
    cart = checkout.Cart(variants=[market.anything[0]], addressed=addressed)
    order = checkout.place(market, market.anchor, cart)
    payments.pay(market, order)
    order_steps.route(market, order, cart)
    market.store.add(totals.refresh(order))
    return order


def _unknown_variant(market: Market) -> None:
    """Names a variant in a line that isn't in the catalogue."""
    line = _order(market).line_items[0]
    line.variant_id = GONE


def _deleted_variant(market: Market) -> None:
    """Deletes the product afterwards: the line only remembers its name."""
    line = _order(market).line_items[0]
    line.variant_id = line.product_id = None


def _duplicate_sku(market: Market) -> None:
    """Gives the first and the last variant on sale one SKU."""
    first, last = market.anything[0], market.anything[-1]
    before, last.sku = last.sku, first.sku
    market.store.item_of(last).sku = first.sku
    market.store.indexes.sku_changed(last, before)


def _missing_address(market: Market) -> None:
    """Orders goods to be shipped, without an address."""
    _order(market, addressed=False)


MISCHIEF: dict[str, Callable[[Market], None]] = {
    "unknown_variant": _unknown_variant,
    "deleted_variant": _deleted_variant,
    "duplicate_sku": _duplicate_sku,
    "missing_address": _missing_address,
    **{name: partial(_rename, title) for name, title in _TITLES.items()},
}
