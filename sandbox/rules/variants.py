"""Changes what a merchant may change on one variant."""

from decimal import Decimal

from sandbox.rules.errors import Refused
from sandbox.rules.lock import change
from sandbox.rules.products import product_changed
from sandbox.state.base import ZERO, money
from sandbox.state.records import Variant
from sandbox.state.store import Store


@change
def update_variant(
    store: Store,
    variant: Variant,
    *,
    price: Decimal | None = None,
    sku: str | None = None,
    barcode: str | None = None,
    inventory_policy: str | None = None,
) -> Variant:
    """Announces products/update and inventory_items/update."""
    if price is not None and price < ZERO:
        raise Refused("Price must be greater than or equal to 0", "GREATER_THAN_OR_EQUAL_TO", ["price"])
    if inventory_policy is not None and inventory_policy not in ("DENY", "CONTINUE"):
        raise Refused("Inventory policy must be DENY or CONTINUE", "INCLUSION", ["inventoryPolicy"])
    item, before = store.item_of(variant), variant.sku
    variant.price = variant.price if price is None else money(price)
    variant.barcode = variant.barcode if barcode is None else barcode
    variant.inventory_policy = inventory_policy or variant.inventory_policy
    if sku is not None:
        variant.sku = item.sku = sku or None
        store.indexes.sku_changed(variant, before)
        store.touch(item)
        store.announce("inventory_items/update", item)
    store.touch(variant)
    product_changed(store, store.products[variant.product_id])
    return variant
