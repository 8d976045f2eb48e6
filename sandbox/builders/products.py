"""Builds a product with its variants, inventory items and levels."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sandbox.state.base import Record
from sandbox.state.records import (
    DEFAULT_OPTION,
    DEFAULT_VALUE,
    Image,
    InventoryItem,
    InventoryLevel,
    Option,
    Product,
    Variant,
)
from sandbox.state.store import Store


class VariantDraft(Record, kw_only=True, gc=False):
    """Drafts a variant; `stock` is available units by location number.

    `values` are those of the product's options.
    """

    values: list[str]
    price: Decimal
    compare_at_price: Decimal | None = None
    sku: str | None = None
    barcode: str | None = None
    weight: float = 0.0
    weight_unit: str = "GRAMS"
    requires_shipping: bool = True
    tracked: bool = True
    taxable: bool = True
    policy: str = "DENY"
    unit_cost: Decimal | None = None
    image_url: str | None = None
    stock: dict[int, int] = {}


class ProductDraft(Record, kw_only=True, gc=False):
    """Drafts a product; without `option_names` it has the default variant.

    `image_urls` are (address, alternative text).
    """

    title: str
    handle: str
    variants: list[VariantDraft]
    option_names: list[str] = []
    description_html: str = ""
    status: str = "ACTIVE"
    vendor: str = ""
    product_type: str = ""
    category_id: str | None = None
    tags: list[str] = []
    is_gift_card: bool = False
    image_urls: Sequence[tuple[str, str | None]] = ()


def add_product(store: Store, draft: ProductDraft, at: datetime) -> Product:
    """Adds a product, created at `at`; one on sale is published too."""
    names = draft.option_names or [DEFAULT_OPTION]
    if not draft.option_names:
        draft.variants[0].values = [DEFAULT_VALUE]
    images = [Image(id=store.next_id("MediaImage"), url=url, alt_text=alt) for url, alt in draft.image_urls]
    product = Product(
        id=store.next_id("Product"),
        created_at=at,
        updated_at=at,
        title=draft.title,
        handle=draft.handle,
        description_html=draft.description_html,
        status=draft.status,
        vendor=draft.vendor,
        product_type=draft.product_type,
        category_id=draft.category_id,
        tags=list(draft.tags),
        published_at=at if draft.status == "ACTIVE" else None,
        is_gift_card=draft.is_gift_card,
        options=[
            Option(
                id=store.next_id("ProductOption"),
                name=name,
                position=place + 1,
                values=list(dict.fromkeys(variant.values[place] for variant in draft.variants)),
            )
            for place, name in enumerate(names)
        ],
        images=images,
    )
    by_url = {image.url: image.id for image in images}
    for position, variant in enumerate(draft.variants, 1):
        product.variant_ids.append(_add_variant(store, product, variant, position, by_url).id)
    store.add(product)
    return product


def _add_variant(store: Store, product: Product, draft: VariantDraft, position: int, images: dict[str, int]) -> Variant:
    at = product.created_at
    variant = Variant(
        id=store.next_id("ProductVariant"),
        created_at=at,
        updated_at=at,
        product_id=product.id,
        inventory_item_id=store.next_id("InventoryItem"),
        option_values=list(draft.values),
        sku=draft.sku,
        barcode=draft.barcode,
        price=draft.price,
        compare_at_price=draft.compare_at_price,
        position=position,
        inventory_policy=draft.policy,
        taxable=draft.taxable,
        image_id=images.get(draft.image_url or ""),
    )
    item = InventoryItem(
        id=variant.inventory_item_id,
        created_at=at,
        updated_at=at,
        variant_id=variant.id,
        sku=draft.sku,
        tracked=draft.tracked,
        requires_shipping=draft.requires_shipping,
        weight_value=draft.weight,
        weight_unit=draft.weight_unit,
        unit_cost=draft.unit_cost,
    )
    store.add(variant)
    store.add(item)
    for location_id, available in draft.stock.items():
        add_level(store, item.id, location_id, at, available)
    return variant


def add_level(store: Store, item_id: int, location_id: int, at: datetime, available: int = 0) -> InventoryLevel:
    level = InventoryLevel(
        id=store.next_id("InventoryLevel"),
        created_at=at,
        updated_at=at,
        inventory_item_id=item_id,
        location_id=location_id,
        available=available,
    )
    store.add(level)
    return level
