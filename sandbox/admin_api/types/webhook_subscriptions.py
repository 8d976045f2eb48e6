"""Resolves the webhook subscriptions of the calling app."""

from collections.abc import Sequence
from typing import Any

from sandbox.admin_api.types.apps import version
from sandbox.admin_api.types.nodes import number_of
from sandbox.graphql.connections import Connection, ordering, page
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.root_lists import placing
from sandbox.graphql.versions import SUPPORTED
from sandbox.search.roots.common import sorts
from sandbox.state.webhook_records import WebhookSubscription

RESOLVERS = Resolvers()
KIND = "WebhookSubscription"


@RESOLVERS.root("webhookSubscriptions")
def subscriptions(
    ctx: Context,
    *,
    topics: Sequence[str] | None = None,
    uri: str | None = None,
    callback_url: str | None = None,
    format: str | None = None,
    query: str | None = None,
    sort_key: str = "CREATED_AT",
    **args: Any,
) -> Connection:
    if query:
        raise unsupported("the argument query of webhookSubscriptions")
    wanted = {"uri": uri or callback_url, "format": format}
    place_of = placing(sorts("created_at"), "webhookSubscriptions", sort_key)
    found = [
        one
        for one in _own(ctx)
        if (not topics or one.topic in topics)
        and all(value is None or getattr(one, name) == value for name, value in wanted.items())
    ]
    return page(ctx, sorted(found, key=lambda one: ordering(place_of(one))), args, place_of)


@RESOLVERS.root("webhookSubscriptionsCount")
def subscriptions_count(ctx: Context, query: str | None = None, limit: int | None = None) -> dict[str, Any]:
    if query:
        raise unsupported("the argument query of webhookSubscriptionsCount")
    return {"count": len(_own(ctx)), "precision": "EXACT"}


@RESOLVERS.root("webhookSubscription")
def subscription(ctx: Context, id: str) -> WebhookSubscription | None:
    number = number_of(id, KIND)
    return next((one for one in _own(ctx) if one.id == number), None)


@RESOLVERS.field(KIND, "apiVersion")
def api_version(subscription: WebhookSubscription, ctx: Context) -> dict[str, Any]:
    """Gives the app's version, never one of the subscription's own."""
    return version(SUPPORTED[0])


def _own(ctx: Context) -> Sequence[WebhookSubscription]:
    return ctx.world.webhooks.subscriptions(ctx.caller.app_id)
