"""Writes notes, attributes and tags on orders, as buyers and staff do."""

from sandbox.generator.market import Market
from sandbox.state.records import Attribute, Order

_NOTES = (
    "Please leave it with the doorman.",
    "Happy birthday, Zoë! ♥",
    "Call before delivery.\nThe bell doesn't work.",
    'Size up if "S" runs small',
)
_TAGS = ("vip", "wholesale", "gift", "first-order", "influencer")
_SOURCES = ("web", "shopify_draft_order", "iphone", "580111")


def add(market: Market, order: Order) -> None:
    rng = market.rng
    if rng.random() < 0.12:
        order.note = rng.choice(_NOTES)
    if rng.random() < 0.08:
        order.custom_attributes = [Attribute(key="Gift wrap", value="yes"), Attribute(key="Gift from", value=None)]
    if rng.random() < 0.25:
        order.tags = sorted(rng.sample(_TAGS, rng.randint(1, 2)))
    if rng.random() < 0.03:
        order.line_items[0].custom_attributes = [Attribute(key="Engraving", value="Für Elise")]
    if order.source_name == "web":
        order.source_name = rng.choices(_SOURCES, (85, 5, 5, 5))[0]
