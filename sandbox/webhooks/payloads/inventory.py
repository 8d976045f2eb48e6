"""Builds inventory_levels/* and inventory_items/*.

They say what is available, never who changed it or why.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.state.stock_records import InventoryItem, InventoryLevel
from sandbox.state.store import Store
from sandbox.webhooks.payloads.common import amount, instant


def level(store: Store, record: InventoryLevel, extra: Mapping[str, Any]) -> dict[str, Any]:
    item = store.inventory_items.get(record.inventory_item_id)
    return {
        "inventory_item_id": record.inventory_item_id,
        "location_id": record.location_id,
        "available": record.available if item is None or item.tracked else None,
        "updated_at": instant(store, record.updated_at),
        "admin_graphql_api_id": record.gid,
    }


def gone(store: Store, record: InventoryLevel, extra: Mapping[str, Any]) -> dict[str, Any]:
    return {"inventory_item_id": record.inventory_item_id, "location_id": record.location_id}


def item(store: Store, record: InventoryItem, extra: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": record.id,
        "admin_graphql_api_id": record.gid,
        "sku": record.sku,
        "created_at": instant(store, record.created_at),
        "updated_at": instant(store, record.updated_at),
        "requires_shipping": record.requires_shipping,
        "cost": amount(record.unit_cost),
        "tracked": record.tracked,
        "country_code_of_origin": record.country_code_of_origin,
        "harmonized_system_code": record.harmonized_system_code,
    }
