"""Reads what the shop counts.

No transaction may be open meanwhile.
"""

import msgspec

from integrations.shopify.ask import ask
from shopify_client.client import Client
from shopify_client.types import InventoryItem


def fetch_level(client: Client, item_gid: str, location_gid: str) -> InventoryItem | None:
    """The item with its level at this location, in units; its level None = not stocked there. None = no such item."""
    asked = {"ids": [item_gid], "locationId": location_gid}
    [node] = ask(client, "inventory_levels_by_items", asked)["nodes"]
    return msgspec.convert(node, InventoryItem, strict=False) if node else None
