"""What the OMS holds of the catalogue, in the words of products_told."""

from typing import Any

from oms.models import Product, ProductCategory, Shop, ShopProduct


def _linked(shop: Shop, kind: str) -> list[ShopProduct]:
    found = ShopProduct.objects.filter(shop=shop, kind=kind, product__discontinued_at=None)
    return list(found.select_related("product__parent"))


def products(shop: Shop) -> dict[str, dict[str, Any]]:
    return {link.gid: _product(link.product) for link in _linked(shop, "PRODUCT")}


def _product(product: Product) -> dict[str, Any]:
    assert product.is_virtual
    members = product.memberships.filter(thru_at=None)
    return {
        "name": product.name,
        "body": product.description,
        "handle": product.handle,
        "brand": product.brand,
        "type": product.product_type,
        "image": product.image_url,
        "status": product.status,
        "is_gift_card": product.is_gift_card,
        "has_inventory": product.has_inventory,
        "requires_shipping": product.requires_shipping,
        "tags": set(product.tags.values_list("tag", flat=True)),
        "features": _features(product, "SELECTABLE"),
        "categories": set(members.values_list("category__type", "category__key")),
        "identifiers": set(product.identifications.values_list("type", "value")),
        "created": product.source_created_at,
        "updated": product.source_updated_at,
    }


def variants(shop: Shop) -> dict[str, dict[str, Any]]:
    parents = {link.product_id: link.gid for link in _linked(shop, "PRODUCT")}
    return {link.gid: _variant(link, parents) for link in _linked(shop, "VARIANT")}


def _variant(link: ShopProduct, parents: dict[int, str]) -> dict[str, Any]:
    variant = link.product
    assert variant.is_variant
    return {
        "parent": parents.get(variant.parent_id or 0, ""),
        "name": variant.name,
        "sku": variant.sku,
        "price": variant.price,
        "compare_at_price": variant.compare_at_price,
        "weight": variant.weight,
        "weight_unit": variant.weight_unit,
        "position": variant.position,
        "requires_shipping": variant.requires_shipping,
        "is_gift_card": variant.is_gift_card,
        "status": variant.status,
        "image": variant.image_url,
        "features": _features(variant, "STANDARD"),
        "identifiers": set(variant.identifications.values_list("type", "value")),
        "inventory_item": link.inventory_item_gid,
        "created": variant.source_created_at,
        "updated": variant.source_updated_at,
    }


def _features(product: Product, kind: str) -> list[tuple[str, str]]:
    found = product.features.filter(kind=kind).order_by("position")
    return list(found.values_list("feature__type__name", "feature__name"))


def categories(shop: Shop) -> dict[str, dict[str, Any]]:
    gids = {link.product_id: link.gid for link in _linked(shop, "PRODUCT")}
    return {
        f"{category.type} {category.key}": {
            "name": category.name,
            "parent": category.parent.key if category.parent else "",
            "members": {gids[one] for one in category.members.filter(thru_at=None).values_list("product", flat=True)},
        }
        for category in ProductCategory.objects.filter(store=shop.store).select_related("parent")
        if category.type in {"COLLECTION", "PRODUCT_TYPE", "TAXONOMY"}
    }
