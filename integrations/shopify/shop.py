"""Reads what Shopify says of a shop, and keeps it."""

from typing import Any
from zoneinfo import available_timezones

from django.db import transaction

from integrations.models import ConnectionStatus, ShopifyConnection
from integrations.shopify import locations
from integrations.shopify.ask import ask
from oms.models import Shop
from shopify_client.client import Client


def refresh(shop: Shop, client: Client) -> int:
    """Read name, currency, time zone, granted scopes and locations; answer = locations of the shop."""
    about = ask(client, "shop_and_scopes")
    places = locations.fetch(client)
    with transaction.atomic():
        _describe(shop, about)
        locations.save(shop, places)
    return len(places)


def _describe(shop: Shop, about: dict[str, Any]) -> None:
    described = about["shop"]
    shop.name, shop.currency = described["name"], described["currencyCode"]
    if described["ianaTimezone"] in available_timezones():
        shop.time_zone = described["ianaTimezone"]
    shop.save()
    granted = sorted(scope["handle"] for scope in about["currentAppInstallation"]["accessScopes"])
    ShopifyConnection.objects.filter(shop=shop).update(
        scopes=",".join(granted), status=ConnectionStatus.CONNECTED, message=""
    )
