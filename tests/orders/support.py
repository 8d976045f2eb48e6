"""Orders as a paged read gives them, and what the OMS holds of them."""

from collections.abc import Sequence
from typing import Any

import msgspec

from integrations.shopify.orders.save import Saved, save
from oms.models import OrderItem, Shop
from shopify_client.types import Order
from tests.imports import lines

ACTOR = "orders.test"


def line(number: int, variant: int | None = None, *, quantity: int = 2, removed: int = 0, fulfilled: int = 0) -> Any:
    """A line of `quantity` units, of which some were removed and some are fulfilled."""
    return lines.item(
        number,
        0,
        variant,
        quantity=quantity,
        currentQuantity=quantity - removed,
        unfulfilledQuantity=quantity - removed - fulfilled,
        nonFulfillableQuantity=removed,
    )


def order(
    number: int,
    items: Sequence[dict[str, Any]],
    *,
    pickups: Sequence[Any] = (),
    method: str = "Standard",
    **changes: Any,
) -> Order:
    """`pickups`: what lines.pickup() answers. `method`: what the shop calls the shipping method."""
    node = lines.order(number, **changes)
    node["lineItems"] = {"nodes": list(items)}
    node["shippingLines"] = {"nodes": [lines.shipping(number, number, method)]}
    node["fulfillmentOrders"] = {"nodes": [{**head, "lineItems": {"nodes": parts}} for head, *parts in pickups]}
    return msgspec.convert(node, Order, strict=False)


def later(number: int, items: Sequence[dict[str, Any]], **changes: Any) -> Order:
    """The same order, changed a month later."""
    return order(number, items, updatedAt=lines.LATER, **changes)


def store(shop: Shop, *orders: Order) -> Saved:
    return save(shop, orders, ACTOR)


def rows() -> list[tuple[str, int, str, str]]:
    """Every item: its line's number, units, status, the code of the place where it is."""
    found = OrderItem.objects.select_related("ship_group__facility").order_by("order_id", "seq")
    return [
        (item.line_gid.rpartition("/")[2], item.quantity, item.status.removeprefix("ITEM_"), _place(item))
        for item in found
    ]


def _place(item: OrderItem) -> str:
    return item.ship_group.facility.code
