"""The smallest rows a test needs."""

from datetime import UTC, datetime
from typing import Any

from oms.models import (
    Facility,
    FacilityType,
    OrderHeader,
    OrderItem,
    OrderItemShipGroup,
    Product,
    ProductStore,
    Queue,
    ShipmentMethod,
    Shop,
)


def store(name: str = "Main") -> ProductStore:
    return ProductStore.objects.get_or_create(name=name)[0]


def shop(domain: str = "demo-store.myshopify.com", **values: Any) -> Shop:
    return Shop.objects.get_or_create(domain=domain, defaults={"store": store(), **values})[0]


def facility(code: str = "WH1", **values: Any) -> Facility:
    return Facility.objects.create(**{"code": code, "name": code, "type": FacilityType.WAREHOUSE, **values})


def product(name: str = "Shirt", **values: Any) -> Product:
    return Product.objects.create(**{"store": store(), "name": name, "is_variant": True, **values})


def order(gid: str = "gid://shopify/Order/1", **values: Any) -> OrderHeader:
    row = {"shop": shop(), "store": store(), "gid": gid, "name": "#1001", "currency": "USD"}
    return OrderHeader.objects.create(**{**row, "order_date": datetime(2026, 11, 1, tzinfo=UTC), **values})


def ship_group(of: OrderHeader, seq: int = 1) -> OrderItemShipGroup:
    return OrderItemShipGroup.objects.create(
        order=of,
        seq=seq,
        facility=Facility.objects.get(code=Queue.BROKERING),
        method=ShipmentMethod.objects.get(code=ShipmentMethod.STANDARD),
    )


def item(of: OrderHeader, group: OrderItemShipGroup, **values: Any) -> OrderItem:
    row = {"order": of, "ship_group": group, "seq": 1, "line_gid": "gid://shopify/LineItem/1", "quantity": 1}
    return OrderItem.objects.create(**{**row, **values})
