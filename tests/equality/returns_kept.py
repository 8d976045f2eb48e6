"""What the OMS holds of what came back, in the words of returns_told."""

from decimal import Decimal
from typing import Any

from oms.models import OrderAdjustment, ReturnHeader, ReturnItem, Shop, ShopLocation


def returns(shop: Shop) -> dict[str, dict[str, Any]]:
    places = dict(ShopLocation.objects.filter(shop=shop).values_list("facility", "gid"))
    headers = ReturnHeader.objects.filter(order__shop=shop).select_related("order").prefetch_related("items")
    return {
        header.gid: {
            "order": header.order.gid,
            "name": header.name,
            "status": header.status,
            "refunded": header.refunded,
            "at": header.returned_at,
            "items": {item.gid: _item(item, places) for item in header.items.all()},
        }
        for header in headers
    }


def appeasements(shop: Shop) -> dict[str, list[Decimal]]:
    found: dict[str, list[Decimal]] = {}
    rows = OrderAdjustment.objects.filter(order__shop=shop, kind="APPEASEMENT").select_related("order")
    for row in rows:
        found.setdefault(row.order.gid, []).append(row.amount)
    return {name: sorted(amounts) for name, amounts in found.items()}


def _item(item: ReturnItem, places: dict[int, str]) -> dict[str, Any]:
    return {
        "line": item.line_gid,
        "units": item.quantity,
        "price": item.price,
        "reason": item.reason,
        "restock": (item.restock_type, item.restock_status, places.get(item.facility_id or 0, "")),
    }
