"""What the OMS should hold of the store's catalogue, worked out from the store's state alone."""

from decimal import Decimal
from typing import Any

from tests.equality.reading import State, amount, gid, moment

DEFAULT = [("Title", "Default Title")]


def products(state: State) -> dict[str, dict[str, Any]]:
    """By gid: the virtual products."""
    members = _collections_by_product(state)
    return {gid("Product", product["id"]): _product(state, product, members) for product in state["products"].values()}


def _product(state: State, product: State, members: dict[int, set[str]]) -> dict[str, Any]:
    items = [_item(state, state["variants"][str(number)]) for number in product["variant_ids"]]
    options = [(option["name"], value) for option in product["options"] for value in option["values"]]
    categories = {("COLLECTION", key) for key in members.get(product["id"], set())}
    if product["product_type"]:
        categories.add(("PRODUCT_TYPE", product["product_type"]))
    if product["category_id"]:
        categories.add(("TAXONOMY", gid("TaxonomyCategory", product["category_id"])))
    return {
        "name": product["title"],
        "body": product["description_html"],
        "handle": product["handle"],
        "brand": product["vendor"],
        "type": product["product_type"],
        "image": product["images"][0]["url"] if product["images"] else "",
        "status": product["status"],
        "is_gift_card": product["is_gift_card"],
        "has_inventory": not product["is_gift_card"],
        "requires_shipping": any(item["requires_shipping"] for item in items),
        "tags": set(product["tags"]),
        "features": [] if options == DEFAULT else options,
        "categories": categories,
        "identifiers": {("SHOPIFY_PROD_ID", str(product["id"]))},
        "created": moment(product["created_at"]),
        "updated": moment(product["updated_at"]),
    }


def variants(state: State) -> dict[str, dict[str, Any]]:
    """By gid: the variants."""
    return {gid("ProductVariant", one["id"]): _variant(state, one) for one in state["variants"].values()}


def _variant(state: State, variant: State) -> dict[str, Any]:
    product, item = state["products"][str(variant["product_id"])], _item(state, variant)
    chosen = list(zip([one["name"] for one in product["options"]], variant["option_values"], strict=True))
    title = "" if chosen == DEFAULT else " - " + " / ".join(variant["option_values"])
    identifiers = {
        ("SHOPIFY_PROD_ID", str(variant["id"])), ("SKU", variant["sku"]), ("UPCA", variant["barcode"])
    }  # fmt: skip
    return {
        "parent": gid("Product", variant["product_id"]),
        "name": product["title"] + title,
        "sku": variant["sku"] or "",
        "price": amount(variant["price"]),
        "compare_at_price": amount(variant["compare_at_price"]),
        "weight": Decimal(str(item["weight_value"])).quantize(Decimal("0.0001")),
        "weight_unit": item["weight_unit"],
        "position": variant["position"],
        "requires_shipping": item["requires_shipping"],
        "is_gift_card": product["is_gift_card"],
        "status": product["status"],
        "image": product["images"][0]["url"] if product["images"] else "",
        "features": [] if chosen == DEFAULT else chosen,
        "identifiers": {(kind, value) for kind, value in identifiers if value},
        "inventory_item": gid("InventoryItem", item["id"]),
        "created": moment(variant["created_at"]),
        "updated": moment(variant["updated_at"]),
    }


def categories(state: State) -> dict[str, dict[str, Any]]:
    """By type and key: those that have products in them or below them, with their members' gids."""
    found: dict[str, dict[str, Any]] = {}
    for product in state["products"].values():
        number = gid("Product", product["id"])
        if product["product_type"]:
            kind = product["product_type"]
            _into(found, "PRODUCT_TYPE", kind, kind)["members"].add(number)
        if product["category_id"]:
            _taxonomy(state, found, product["category_id"])["members"].add(number)
    for collection in state["collections"].values():
        for member in collection["product_ids"]:
            key = gid("Collection", collection["id"])
            _into(found, "COLLECTION", key, collection["title"])["members"].add(gid("Product", member))
    return found


def _taxonomy(state: State, found: dict[str, dict[str, Any]], number: str) -> dict[str, Any]:
    """The category and, above it, its ancestors."""
    category = state["taxonomy"][number]
    made = _into(found, "TAXONOMY", gid("TaxonomyCategory", number), category["name"])
    if category["parent_id"]:
        _taxonomy(state, found, category["parent_id"])
        made["parent"] = gid("TaxonomyCategory", category["parent_id"])
    return made


def _into(found: dict[str, dict[str, Any]], kind: str, key: str, name: str) -> dict[str, Any]:
    return found.setdefault(f"{kind} {key}", {"name": name, "parent": "", "members": set()})


def _item(state: State, variant: State) -> State:
    item: State = state["inventory_items"][str(variant["inventory_item_id"])]
    return item


def _collections_by_product(state: State) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for collection in state["collections"].values():
        for number in collection["product_ids"]:
            found.setdefault(number, set()).add(gid("Collection", collection["id"]))
    return found
