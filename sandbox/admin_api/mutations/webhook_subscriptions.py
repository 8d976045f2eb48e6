"""Resolves webhookSubscriptionCreate, -Update and -Delete."""

from collections.abc import Mapping
from typing import Any

from sandbox.admin_api.mutations.arguments import refused, refusing
from sandbox.admin_api.types.nodes import number_of
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.webhook_records import WebhookSubscription
from sandbox.webhooks import subscriptions

RESOLVERS = Resolvers()
# Topics of privacy law belong to the app's own settings; the schema doesn't even name them.
_UNSUPPORTED = ("filter", "include_fields", "metafield_namespaces", "metafields")


@RESOLVERS.mutation("webhookSubscriptionCreate")
def create(ctx: Context, topic: str, webhook_subscription: Mapping[str, Any]) -> dict[str, Any]:
    _check(webhook_subscription)
    webhooks = ctx.world.webhooks
    with refusing():
        made = subscriptions.create(ctx.store, ctx.caller.app_id, topic, webhook_subscription, webhooks.plain_hosts)
    return {"webhook_subscription": made}


@RESOLVERS.mutation("webhookSubscriptionUpdate")
def update(ctx: Context, id: str, webhook_subscription: Mapping[str, Any]) -> dict[str, Any]:
    _check(webhook_subscription)
    found = _asked(ctx, id)
    with refusing():
        changed = subscriptions.update(ctx.store, found, webhook_subscription, ctx.world.webhooks.plain_hosts)
    return {"webhook_subscription": changed}


@RESOLVERS.mutation("webhookSubscriptionDelete")
def delete(ctx: Context, id: str) -> dict[str, Any]:
    found = _asked(ctx, id)
    ctx.store.discard(found)
    return {"deleted_webhook_subscription_id": found.gid}


def _asked(ctx: Context, gid: str) -> WebhookSubscription:
    """Raises UserErrors when the caller's app has none of this id."""
    number = number_of(gid, WebhookSubscription.GID_TYPE)
    own = subscriptions.of_app(ctx.store, ctx.caller.app_id)
    found = next((one for one in own if one.id == number), None)
    if found is None:
        raise refused(subscriptions.GONE, ["id"])
    return found


def _check(given: Mapping[str, Any]) -> None:
    for name in _UNSUPPORTED:
        if given.get(name):
            raise unsupported(f"the field {name} of WebhookSubscriptionInput")
    if given.get("format") == "XML":
        raise unsupported("webhooks as XML")
