"""Lists the mutations that Shopify refuses without @idempotent (2026-10).

The schema calls the directive optional. Every other mutation takes no key at all.
"""

_KEYED = frozenset(
    {
        "inventoryActivate",
        "inventoryAdjustQuantities",
        "inventoryMoveQuantities",
        "inventorySetOnHandQuantities",
        "inventorySetQuantities",
        "locationActivate",
        "locationDeactivate",
        "refundCreate",
    }
)
_PREFIXES = ("inventoryShipment", "inventoryTransfer")


def needs_key(mutation: str) -> bool:
    return mutation in _KEYED or mutation.startswith(_PREFIXES)
