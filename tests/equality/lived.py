"""What differs between the store and us after some time together: orders approved, divided and shipped meanwhile."""

from collections import Counter
from typing import Any

from oms.models import ItemStatus, OrderItem, Shop
from tests.equality import orders_kept, orders_told, products_kept, products_told, returns_kept, returns_told
from tests.equality.reading import State, differences, gid

Units = tuple[tuple[str, ...], int]


def products(state: State, shop: Shop) -> list[str]:
    found = differences(products_told.products(state), products_kept.products(shop))
    found += differences(products_told.variants(state), products_kept.variants(shop))
    return found + differences(products_told.categories(state), products_kept.categories(shop))


def returns(state: State, shop: Shop, since: str = "") -> list[str]:
    """Of orders that changed after that moment (ISO 8601, UTC): orders are imported without what came back before."""
    live = {number: order for number, order in state["orders"].items() if order["updated_at"] >= since}
    state, orders = {**state, "orders": live}, {gid("Order", number) for number in live}
    kept = {name: one for name, one in returns_kept.returns(shop).items() if one["order"] in orders}
    money = {name: amounts for name, amounts in returns_kept.appeasements(shop).items() if name in orders}
    found = differences(returns_told.returns(state), kept)
    return found + differences(returns_told.appeasements(state), money, "appeasements of ")


def orders(state: State, shop: Shop) -> list[str]:
    """Whoever approved or divided them here."""
    told, kept = orders_told.orders(state), orders_kept.orders(shop)
    for name, order in told.items():
        told[name] = _plain(order, [_told(line, fate, item) for (line, fate), item in order["units"].items()])
    items = OrderItem.objects.filter(order__shop=shop).select_related("order", "ship_group__method")
    units: dict[str, list[Units]] = {}
    for item in items:
        units.setdefault(item.order.gid, []).append(_kept(item))
    for name, order in kept.items():
        kept[name] = _plain(order, units.get(name, []))
    return differences(told, kept)


def _told(line: str, fate: str, item: dict[str, Any]) -> Units:
    """How open units are to leave is compared too; the others stay where they were decided."""
    how = (item["method"], item["requested_method"]) if fate == "OPEN" else ()
    return (line, fate, *how), item["units"]


def _kept(item: OrderItem) -> Units:
    fate = "OPEN" if item.status in ItemStatus.OPEN else item.status.removeprefix("ITEM_")
    group = item.ship_group
    return _told(
        item.line_gid,
        fate,
        {"method": group.method.code, "requested_method": group.requested_method, "units": item.quantity},
    )


def _plain(order: dict[str, Any], units: list[Units]) -> dict[str, Any]:
    """Units by line, fate and method; an order is open or not. The moment at which an order lost its last unit, and
    what only we know of it, are left out."""
    fates: Counter[tuple[str, ...]] = Counter()
    for fate, number in units:
        fates[fate] += number
    status = order["status"].replace("APPROVED", "CREATED")
    cancelled = order["cancelled"] if order["cancel_reason"] else None
    exceptions = order["exceptions"] - {"CANCELLED_AFTER_SHIPMENT"}
    return {**order, "units": fates, "status": status, "cancelled": cancelled, "exceptions": exceptions}
