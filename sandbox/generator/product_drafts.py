"""Drafts one product of each kind."""

from decimal import Decimal
from random import Random
from typing import NamedTuple

from sandbox.builders.products import ProductDraft, VariantDraft
from sandbox.generator import garments as words
from sandbox.state.base import money

PREORDER_TAG = "preorder"
_UNITS = (("GRAMS", 1.0), ("KILOGRAMS", 1000.0), ("OUNCES", 28.349523), ("POUNDS", 453.59237))
_SIMPLE = (("Tote Bag", 180.0), ("Wool Scarf", 160.0), ("Leather Belt", 220.0), ("Mug", 350.0))
_CDN = "https://cdn.shopify.com/s/files/1/0600/0000/files"


class Shelf(NamedTuple):
    """Numbers the locations that may hold stock."""

    rng: Random
    warehouses: list[int]
    stores: list[int]


def garment(shelf: Shelf, number: int) -> ProductDraft:
    rng = shelf.rng
    kind = rng.choice(words.GARMENTS)
    title = f"{rng.choice(words.STYLES)} {rng.choice(words.MATERIALS)} {kind.noun}"
    sizes = _run(rng, kind.sizes)
    colours = rng.sample(words.COLOURS, rng.choices((1, 2, 3), (60, 30, 10))[0])
    code, handle = f"{kind.code}{number:05}", f"{title.lower().replace(' ', '-')}-{number}"
    price = Decimal(rng.randint(*kind.price)) - Decimal("0.05") * rng.choice((0, 1, 20))
    before = money(price * Decimal("1.25")) if rng.random() < 0.2 else None
    unit, grams = rng.choices(_UNITS, (60, 20, 10, 10))[0]
    images = [(f"{_CDN}/{handle}-{shot}.jpg", f"{title}, view {shot}") for shot in range(1, rng.randint(2, 4))]
    variants = [
        VariantDraft(
            values=[size, colour],
            price=money(price),
            compare_at_price=before,
            sku=f"{code}-{short}-{size.upper().replace(' ', '')}" if rng.random() < 0.995 else None,
            barcode=barcode(number, place * 10 + among) if rng.random() < 0.9 else None,
            weight=round(rng.randint(*kind.weight) / grams, 3),
            weight_unit=unit,
            unit_cost=money(price * Decimal("0.4")),
            image_url=images[0][0],
            stock=_stock(shelf),
        )
        for among, (colour, short) in enumerate(colours)
        for place, size in enumerate(sizes)
    ]
    return ProductDraft(
        title=title,
        handle=handle,
        variants=variants,
        option_names=["Size", rng.choice(("Colour", "Colour", "Color"))],
        description_html=f"<p>{title} by <b>us</b>.</p>\n<ul><li>Wash cold</li><li>Don&#39;t bleach</li></ul>",
        vendor=rng.choice(words.VENDORS),
        product_type=kind.product_type,
        category_id=kind.category,
        tags=sorted({rng.choice(words.SEASONS).lower(), rng.choice(words.AUDIENCES), *(["sale"] if before else [])}),
        image_urls=images,
    )


def preorder(shelf: Shelf, number: int) -> ProductDraft:
    """Drafts a garment that is sold before it has arrived."""
    draft = garment(shelf, number)
    draft.tags = [*draft.tags, PREORDER_TAG]
    for variant in draft.variants:
        variant.policy = "CONTINUE"
        variant.stock = {shelf.warehouses[0]: 0}
    return draft


def simple(shelf: Shelf, number: int) -> ProductDraft:
    """Drafts a thing without options, so with the one default variant."""
    noun, grams = shelf.rng.choice(_SIMPLE)
    style = shelf.rng.choice(words.STYLES)
    variant = VariantDraft(
        values=[],
        price=money(shelf.rng.randint(12, 60)),
        sku=f"ACC{number:05}",
        barcode=barcode(number, 0),
        weight=grams,
        stock=_stock(shelf),
    )
    return ProductDraft(
        title=f"{style} {noun}",
        handle=f"{style} {noun} {number}".lower().replace(" ", "-"),
        variants=[variant],
        vendor=shelf.rng.choice(words.VENDORS),
        product_type="Accessories",
        category_id="aa-2",
        tags=["accessories"],
        image_urls=[(f"{_CDN}/acc-{number}.jpg", None)],
    )


def gift_card(_shelf: Shelf, number: int) -> ProductDraft:
    variants = [
        VariantDraft(
            values=[f"${amount}"], price=money(amount), sku=f"GIFT{number:05}-{amount}", requires_shipping=False,
            tracked=False, taxable=False,
        )
        for amount in (25, 50, 100)
    ]  # fmt: skip
    return ProductDraft(
        title="Gift Card",
        handle=f"gift-card-{number}",
        variants=variants,
        option_names=["Denominations"],
        description_html="<p>Delivered by e-mail.</p>",
        vendor="Demo Store",
        product_type="Gift Cards",
        category_id="gc",
        is_gift_card=True,
    )


def download(_shelf: Shelf, number: int) -> ProductDraft:
    variant = VariantDraft(
        values=[], price=money("15.00"), sku=f"PDF{number:05}", requires_shipping=False, tracked=False, weight=0.0
    )
    return ProductDraft(
        title=f"Sewing Pattern No. {number} (PDF)",
        handle=f"sewing-pattern-{number}",
        variants=[variant],
        vendor="Demo Store",
        product_type="Digital",
        tags=["digital"],
    )


def _run(rng: Random, sizes: tuple[str, ...]) -> tuple[str, ...]:
    """Chooses some sizes in a row."""
    if len(sizes) == 1:
        return sizes
    length = rng.randint(2, min(4, len(sizes)))
    start = rng.randint(0, len(sizes) - length)
    return sizes[start : start + length]


def _stock(shelf: Shelf) -> dict[int, int]:
    """Stocks warehouses well, some stores little; rarely below nothing."""
    rng = shelf.rng
    held = {place: 0 if rng.random() < 0.08 else rng.randint(1, 120) for place in shelf.warehouses}
    held |= {place: rng.randint(0, 12) for place in shelf.stores if rng.random() < 0.4}
    if rng.random() < 0.01:
        held[shelf.warehouses[0]] = -rng.randint(1, 3)
    return held


def barcode(product: int, variant: int) -> str:
    """Makes a UPC-A code of 12 digits with a right check digit.

    It is made from two numbers of at most six and four digits.
    """
    body = f"8{product % 1_000_000:06}{variant % 10_000:04}"
    odd, even = (sum(map(int, body[start::2])) for start in (0, 1))
    return f"{body}{(10 - (odd * 3 + even) % 10) % 10}"
