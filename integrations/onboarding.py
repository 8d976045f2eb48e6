"""Connects a shop: its records, its secrets, and a first call."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from integrations.connections import client_for, endpoint_for
from integrations.models import ConnectionStatus, GrantType, ShopifyConnection
from integrations.shopify import shop as shop_of
from oms.models import ProductStore, Shop


@dataclass(frozen=True)
class Credentials:
    """What opens a shop. Without `access_token` one is had by client credentials at the first call."""

    access_token: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)


def connect(domain: str, credentials: Credentials, *, base_url: str = "", store_name: str = "") -> ShopifyConnection:
    """Create or replace the connection of a shop, with its Shop and ProductStore where they are missing.

    The client secret before is kept, for webhooks still signed with it. ValueError for an address that is neither the
    shop's own nor the sandbox store's. Nothing is asked of Shopify yet: see `verify`.
    """
    with transaction.atomic():
        shop = Shop.objects.filter(domain=domain).first()
        if shop is None:
            store, _ = ProductStore.objects.get_or_create(name=store_name or domain)
            shop = Shop.objects.create(domain=domain, store=store)
        connection = ShopifyConnection.objects.select_for_update().filter(shop=shop).first()
        connection = connection or ShopifyConnection(shop=shop)
        connection.base_url = base_url
        connection.api_version = settings.SHOPIFY_API_VERSION
        endpoint_for(connection)
        _take(connection, credentials)
        connection.save()
    return connection


def _take(connection: ShopifyConnection, credentials: Credentials) -> None:
    permanent = bool(credentials.access_token)
    connection.grant_type = GrantType.PERMANENT if permanent else GrantType.CLIENT_CREDENTIALS
    connection.access_token = credentials.access_token
    connection.refresh_token = connection.previous_refresh_token = ""
    connection.expires_at = None
    connection.client_id = credentials.client_id
    if connection.client_secret.reveal() != credentials.client_secret:
        connection.previous_client_secret = connection.client_secret
        connection.client_secret = credentials.client_secret
    connection.status, connection.message = ConnectionStatus.CONNECTED, ""


def verify(connection: ShopifyConnection) -> int:
    """The first call: reads the shop and maps its locations; answer = locations. Raises shopify_client's errors."""
    return shop_of.refresh(connection.shop, client_for(connection.shop))
