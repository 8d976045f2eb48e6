"""Makes a shop's client, and renews its token.

One process at a time renews.
"""

import functools
import logging
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from integrations.models import ConnectionStatus, GrantType, ShopifyConnection
from oms.models import Shop
from shopify_client.client import Client
from shopify_client.endpoint import Endpoint
from shopify_client.errors import Unauthorized
from shopify_client.tokens import AppCredentials, Token, TokenService

logger = logging.getLogger(__name__)


class NotConnected(Exception):
    """The shop has no connection, or was switched off."""


@functools.cache
def _redis() -> Redis:
    # Only the shared cost budget lives there: better without it than late. redis-py by itself would try for seconds.
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 0)
    )


def endpoint_for(connection: ShopifyConnection) -> Endpoint:
    """Where the shop's token may be sent. ValueError for any host but the shop's own and the sandbox store's."""
    return Endpoint(
        domain=connection.shop.domain,
        base_url=connection.base_url,
        version=connection.api_version,
        sandbox_url=settings.SANDBOX_URL,
    )


def client_for(shop: Shop) -> Client:
    """The client of a shop; it reads the token for each call, so a renewal elsewhere reaches it.

    NotConnected if there is no connection. To be called, and used, outside of a transaction: see `renew`.
    """
    connection = ShopifyConnection.objects.select_related("shop").filter(shop=shop).first()
    if connection is None or not connection.shop.is_active:
        raise NotConnected(f"{shop.domain} is not connected")
    return Client(
        endpoint_for(connection),
        token=functools.partial(current_token, connection.pk),
        redis=_redis(),
        renew=functools.partial(renew, connection.pk),
    )


def current_token(connection_id: int) -> str:
    """The access token to use now, renewed first when it is about to expire or was never had."""
    connection = ShopifyConnection.objects.get(pk=connection_id)
    if _usable(connection):
        return connection.access_token.reveal()
    return renew(connection_id)


def renew(connection_id: int, refused: str = "") -> str:
    """A new access token in place of the one that was refused, or that expires.

    The row stays locked while Shopify is asked, so of many workers one renews and the others find its token. The new
    token must be stored whatever the caller does next, so this refuses to run inside a transaction (RuntimeError).
    Unauthorized when Shopify refuses; the connection then needs attention. TransientError or Throttled when it does
    not answer; nothing has changed then, and the same refresh token still opens.
    """
    with transaction.atomic(durable=True):
        connection = (
            ShopifyConnection.objects.select_for_update(of=("self",)).select_related("shop").get(pk=connection_id)
        )
        if _usable(connection) and connection.access_token.reveal() != refused:
            return connection.access_token.reveal()
        try:
            _store(connection, _ask(connection))
        except Unauthorized as error:
            _needs_attention(connection, str(error))
            refusal = error
        else:
            return connection.access_token.reveal()
    raise refusal


def _usable(connection: ShopifyConnection) -> bool:
    token = Token(connection.access_token.reveal(), connection.expires_at)
    return bool(token.access_token) and token.fresh(datetime.now(UTC))


def _ask(connection: ShopifyConnection) -> Token:
    credentials = AppCredentials(connection.client_id, connection.client_secret.reveal())
    service = TokenService(endpoint_for(connection), credentials)
    match connection.grant_type:
        case GrantType.CLIENT_CREDENTIALS:
            return service.by_client_credentials()
        case GrantType.REFRESH_TOKEN:
            return service.by_refresh_token(
                connection.refresh_token.reveal(), connection.previous_refresh_token.reveal()
            )
        case _:
            raise Unauthorized("Shopify does not accept the access token; enter a new one")


def _store(connection: ShopifyConnection, token: Token) -> None:
    connection.access_token = token.access_token
    if token.refresh_token:
        connection.previous_refresh_token = connection.refresh_token
        connection.refresh_token = token.refresh_token
    connection.expires_at = token.expires_at
    if token.scopes:
        connection.scopes = ",".join(token.scopes)
    connection.renewed_at = datetime.now(UTC)
    connection.status, connection.message = ConnectionStatus.CONNECTED, ""
    connection.save()
    logger.info("Renewed the access token of %s", connection.shop.domain)


def _needs_attention(connection: ShopifyConnection, message: str) -> None:
    connection.status, connection.message = ConnectionStatus.NEEDS_ATTENTION, message
    connection.save(update_fields=["status", "message"])
    logger.warning("The connection to %s needs attention: %s", connection.shop.domain, message)
