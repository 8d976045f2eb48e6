"""Forgets the token of an app that was removed.

On app/uninstalled; the shop's schedules are held.
"""

from collections.abc import Sequence
from typing import Any

from integrations.connections import NotConnected, client_for
from integrations.models import ConnectionStatus, ShopifyConnection
from integrations.shopify import subscriptions
from integrations.shopify.ask import ask
from jobs import audit
from jobs.audit import SYSTEM, Deed
from jobs.models import Pause
from jobs.services import pauses
from oms.models import Shop
from shopify_client.errors import Unauthorized
from webhooks.delivery import Delivered, Handler, Ignored, Touched
from work.errors import Permanent

CONNECTION_FORGOTTEN = Deed("connection.forgotten", "forgot the token of")

MESSAGE = "The app was uninstalled in the shop; connect the shop again"


def refused(delivered: Delivered) -> bool:
    """Topics are not signed, so Shopify is asked: only when it refuses the token is the app gone."""
    if delivered.payload["myshopify_domain"] != delivered.shop.domain:
        raise Permanent("This is another shop's payload")
    if not gone(delivered.shop):
        raise Ignored("The token still opens the shop, so the app is installed")
    return True


def gone(shop: Shop) -> bool:
    """Whether Shopify lets us in no more."""
    try:
        ask(client_for(shop), "shop_and_scopes")
    except (Unauthorized, NotConnected):
        return True
    return False


def forget(delivered: Delivered, _found: Any) -> Sequence[Touched]:
    """The client secret stays: shop/redact comes 48 hours later, signed with it. So does what is wanted."""
    connection = ShopifyConnection.objects.select_for_update().get(shop=delivered.shop)
    if connection.message == MESSAGE and not connection.access_token:
        return []
    connection.access_token = connection.refresh_token = connection.previous_refresh_token = ""
    connection.expires_at = None
    connection.status, connection.message = ConnectionStatus.NEEDS_ATTENTION, MESSAGE
    connection.save()
    subscriptions.forget(delivered.shop)
    audit.record(SYSTEM, CONNECTION_FORGOTTEN, connection, reason=MESSAGE)
    if not Pause.objects.filter(shop=delivered.shop, key="", category="", ends_at__isnull=True).exists():
        pauses.hold(SYSTEM, MESSAGE, shop=delivered.shop)
    shop = delivered.shop
    return [Touched("shop", "paused", shop.domain, "oms.shop", str(shop.pk))]


UNINSTALLED = Handler(forget, refused)
