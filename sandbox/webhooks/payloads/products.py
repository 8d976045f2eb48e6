"""Builds products/* and collections/update.

Only the first hundred variants are written in full.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.state.catalog_records import Collection, Product, Variant
from sandbox.state.store import Store
from sandbox.webhooks.payloads.common import amount, instant

FULL = 100


def product(store: Store, record: Product, extra: Mapping[str, Any]) -> dict[str, Any]:
    variants = store.product_variants(record)
    category = store.taxonomy.get(record.category_id or "")
    return {
        "admin_graphql_api_id": record.gid,
        "body_html": record.description_html,
        "created_at": instant(store, record.created_at),
        "handle": record.handle,
        "id": record.id,
        "product_type": record.product_type,
        "published_at": instant(store, record.published_at),
        "status": record.status.lower(),
        "tags": ", ".join(record.tags),
        "title": record.title,
        "updated_at": instant(store, record.updated_at),
        "vendor": record.vendor,
        "variants": [_variant(store, one) for one in variants[:FULL]],
        "variant_gids": [
            {"admin_graphql_api_id": one.gid, "updated_at": instant(store, one.updated_at)} for one in variants
        ],
        "options": [
            {"id": one.id, "product_id": record.id, "name": one.name, "position": one.position, "values": one.values}
            for one in record.options
        ],
        "images": [
            {"id": one.id, "product_id": record.id, "src": one.url, "alt": one.alt_text, "position": place}
            for place, one in enumerate(record.images, 1)
        ],
        "category": {"admin_graphql_api_id": category.gid, "name": category.name} if category else None,
    }


def _variant(store: Store, record: Variant) -> dict[str, Any]:
    options = [*record.option_values, None, None, None][:3]
    return {
        "admin_graphql_api_id": record.gid,
        "id": record.id,
        "product_id": record.product_id,
        "title": record.title,
        "sku": record.sku,
        "barcode": record.barcode,
        "price": amount(record.price),
        "compare_at_price": amount(record.compare_at_price),
        "position": record.position,
        "inventory_policy": record.inventory_policy.lower(),
        "inventory_item_id": record.inventory_item_id,
        "inventory_quantity": store.inventory_quantity(record),
        "taxable": record.taxable,
        "created_at": instant(store, record.created_at),
        "updated_at": instant(store, record.updated_at),
        **{f"option{place}": value for place, value in enumerate(options, 1)},
    }


def gone(store: Store, record: Product, extra: Mapping[str, Any]) -> dict[str, Any]:
    """Builds the payload of a deletion: only this."""
    return {"id": record.id}


def collection(store: Store, record: Collection, extra: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": record.id,
        "admin_graphql_api_id": record.gid,
        "handle": record.handle,
        "title": record.title,
        "body_html": record.description_html,
        "sort_order": record.sort_order.lower(),
        "updated_at": instant(store, record.updated_at),
    }
