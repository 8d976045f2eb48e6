"""What Shopify says of the shop itself, and its locations as facilities."""

from typing import Any
from zoneinfo import available_timezones

from django.db import transaction

from integrations.models import ConnectionStatus, ShopifyConnection
from oms.models import Facility, FacilityType, InventorySource, Shop, ShopLocation
from shopify_client import documents
from shopify_client.client import Client

PAGE = 50


def refresh(shop: Shop, client: Client) -> int:
    """Read name, currency, time zone, granted scopes and locations; answer = locations of the shop.

    A location met for the first time becomes a facility of its own; what it is mapped to later is the operator's.
    """
    about = client.execute(documents.load("shop_and_scopes"))
    found = _locations(client)
    with transaction.atomic():
        _describe(shop, about)
        for location in found:
            _map(shop, location)
    return len(found)


def _describe(shop: Shop, about: dict[str, Any]) -> None:
    told = about["shop"]
    shop.name, shop.currency = told["name"], told["currencyCode"]
    if told["ianaTimezone"] in available_timezones():
        shop.time_zone = told["ianaTimezone"]
    shop.save()
    granted = sorted(scope["handle"] for scope in about["currentAppInstallation"]["accessScopes"])
    ShopifyConnection.objects.filter(shop=shop).update(
        scopes=",".join(granted), status=ConnectionStatus.CONNECTED, message=""
    )


def _locations(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = client.execute(documents.load("locations"), {"first": PAGE, "after": after})["locations"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


def _map(shop: Shop, location: dict[str, Any]) -> None:
    told = {
        "name": location["name"],
        "is_active": location["isActive"],
        "fulfills_online_orders": location["fulfillsOnlineOrders"],
    }
    changed = ShopLocation.objects.filter(shop=shop, gid=location["id"]).update(**told)
    if not changed:
        ShopLocation.objects.create(shop=shop, gid=location["id"], facility=_facility(location), **told)


def _facility(location: dict[str, Any]) -> Facility:
    address = location["address"]
    position = {"latitude": address["latitude"], "longitude": address["longitude"]}
    if None in position.values():
        position = {}
    facility, _ = Facility.objects.get_or_create(
        code=f"SHOPIFY-{location['legacyResourceId']}",
        defaults={
            "name": location["name"],
            "type": FacilityType.WAREHOUSE,
            # Shopify counts the stock of its own locations until the operator says otherwise.
            "inventory_source": InventorySource.SHOPIFY,
            "allow_brokering": location["isActive"] and location["fulfillsOnlineOrders"],
            **position,
        },
    )
    return facility
