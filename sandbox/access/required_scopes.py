"""Lists the scope that each type, root and mutation needs.

Names that are not listed need none.
"""

from __future__ import annotations

_FULFILLMENT_ORDERS = (
    "merchant_managed_fulfillment_orders",
    "assigned_fulfillment_orders",
    "third_party_fulfillment_orders",
)
_READ_FULFILLMENT_ORDERS = tuple(f"read_{name}" for name in _FULFILLMENT_ORDERS)
_WRITE_FULFILLMENT_ORDERS = tuple(f"write_{name}" for name in _FULFILLMENT_ORDERS)

# Any one of the scopes is enough. A field that gives such a type (or a list or connection of it) is refused.
BY_TYPE: dict[str, tuple[str, ...]] = {
    "Product": ("read_products",),
    "ProductVariant": ("read_products",),
    "Collection": ("read_products",),
    "Order": ("read_orders",),
    "LineItem": ("read_orders",),
    "Refund": ("read_orders",),
    "OrderTransaction": ("read_orders",),
    "CalculatedOrder": ("write_order_edits",),
    "Customer": ("read_customers", "read_orders"),
    "DraftOrder": ("read_draft_orders",),
    "InventoryItem": ("read_inventory", "read_products"),
    "InventoryLevel": ("read_inventory",),
    "Location": ("read_locations",),
    "Return": ("read_returns", "read_orders"),
    "Fulfillment": ("read_orders", "read_fulfillments", *_READ_FULFILLMENT_ORDERS),
    "FulfillmentOrder": _READ_FULFILLMENT_ORDERS,
    "Publication": ("read_publications",),
    "Metaobject": ("read_metaobjects",),
}

BY_MUTATION: dict[str, tuple[str, ...]] = {
    "productCreate": ("write_products",),
    "productUpdate": ("write_products",),
    "productSet": ("write_products",),
    "productDelete": ("write_products",),
    "productVariantsBulkCreate": ("write_products",),
    "productVariantsBulkUpdate": ("write_products",),
    "productVariantsBulkDelete": ("write_products",),
    "collectionCreate": ("write_products",),
    "collectionUpdate": ("write_products",),
    "collectionDelete": ("write_products",),
    "inventoryActivate": ("write_inventory",),
    "inventoryDeactivate": ("write_inventory",),
    "inventoryAdjustQuantities": ("write_inventory",),
    "inventoryMoveQuantities": ("write_inventory",),
    "inventorySetQuantities": ("write_inventory",),
    "inventorySetOnHandQuantities": ("write_inventory",),
    "inventoryItemUpdate": ("write_inventory",),
    "locationActivate": ("write_locations",),
    "locationDeactivate": ("write_locations",),
    "orderCreate": ("write_orders",),
    "orderUpdate": ("write_orders",),
    "orderCancel": ("write_orders",),
    "orderCapture": ("write_orders",),
    "orderMarkAsPaid": ("write_orders",),
    "transactionVoid": ("write_orders",),
    "refundCreate": ("write_orders",),
    "orderEditBegin": ("write_order_edits",),
    "orderEditSetQuantity": ("write_order_edits",),
    "orderEditCommit": ("write_order_edits",),
    "returnCreate": ("write_returns",),
    "returnRequest": ("write_returns",),
    "returnApproveRequest": ("write_returns",),
    "returnDeclineRequest": ("write_returns",),
    "returnCancel": ("write_returns",),
    "returnClose": ("write_returns",),
    "returnReopen": ("write_returns",),
    "returnProcess": ("write_returns",),
    "fulfillmentCreate": _WRITE_FULFILLMENT_ORDERS,
    "fulfillmentCancel": _WRITE_FULFILLMENT_ORDERS,
    "fulfillmentTrackingInfoUpdate": _WRITE_FULFILLMENT_ORDERS,
    "fulfillmentOrderHold": _WRITE_FULFILLMENT_ORDERS,
    "fulfillmentOrderMove": _WRITE_FULFILLMENT_ORDERS,
    "fulfillmentOrderReleaseHold": _WRITE_FULFILLMENT_ORDERS,
}


def required_access(scopes: tuple[str, ...]) -> str:
    """Writes `requiredAccess` as Shopify does."""
    return " or ".join(f"`{scope}`" for scope in scopes) + " access scope."
