"""Switches a topic of a shop on and off."""

from django.db import transaction

from integrations.connections import NotConnected, client_for
from integrations.effects import EffectBusy, EffectRefused, perform
from integrations.models import WebhookSubscription
from integrations.shopify import subscriptions
from integrations.shopify.subscriptions import Change
from integrations.shopify.subscriptions.address import address
from jobs import audit
from jobs.audit import Actor, Deed
from jobs.services.run_control import NotPossible
from oms.models import Shop
from shopify_client.client import Client
from shopify_client.errors import ShopifyError
from webhooks import topics

WANTED = Deed("subscription.wanted", "subscribed to")
UNWANTED = Deed("subscription.unwanted", "ended the subscription to")
REMOVAL_SEEN = Deed("subscription.removal_seen", "saw that Shopify had removed the subscription to")


def subscribe(shop: Shop, topic: str, actor: Actor) -> WebhookSubscription:
    """The topic is wanted from now on, and the shop is asked for it at once.

    NotPossible says why the shop did not take it; it stays wanted, and the hourly job asks again.
    """
    if problem := subscriptions.address_problem():
        raise NotPossible(problem)
    return _want(shop, topic, actor, wanted=True)


def unsubscribe(shop: Shop, topic: str, actor: Actor) -> WebhookSubscription:
    return _want(shop, topic, actor, wanted=False)


def acknowledge_removal(shop: Shop, topic: str, actor: Actor) -> WebhookSubscription:
    """A person has seen that Shopify removed it; the count stays."""
    with transaction.atomic():
        row = WebhookSubscription.objects.select_for_update().filter(shop=shop, topic=topic).first()
        if row is None or row.removed_at is None:
            raise NotPossible(f"Shopify has not removed {topic or 'a topic without a name'}, or somebody has seen it.")
        before = {"removed_at": row.removed_at.isoformat()}
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        audit.record(actor, REMOVAL_SEEN, row, before=before)
    return row


def _want(shop: Shop, topic: str, actor: Actor, *, wanted: bool) -> WebhookSubscription:
    known = topics.BY_NAME.get(topic)
    if known is None or not known.by_api:
        raise NotPossible(f"{topic} can't be subscribed.")
    with transaction.atomic():
        row, _ = WebhookSubscription.objects.select_for_update().get_or_create(shop=shop, topic=topic)
        before = row.wanted
        row.wanted = wanted
        row.save(update_fields=["wanted"])
        deed = WANTED if wanted else UNWANTED
        after = {"shop": shop.domain, "topic": topic, "wanted": wanted}
        audit.record(actor, deed, row, before={"wanted": before}, after=after)
    _bring_about(shop, topic, actor)
    row.refresh_from_db()
    return row


def _bring_about(shop: Shop, topic: str, actor: Actor) -> None:
    """Outside of any transaction: Shopify is asked."""
    try:
        client = client_for(shop)
        remotes = subscriptions.listed(client)
        with transaction.atomic():
            found = subscriptions.compare(shop, remotes, "" if subscriptions.address_problem() else address())
        for change in found.changes:
            if change.topic == topic:
                _make(client, change, actor)
    except (ShopifyError, NotConnected, EffectBusy, EffectRefused) as error:
        raise NotPossible(f"Noted, but the shop did not do it: {error}. The hourly job tries again.") from None


def _make(client: Client, change: Change, actor: Actor) -> None:
    try:
        answer = perform(subscriptions.action(change, client), made_by=actor.name[:60])
    except EffectRefused as error:
        change.failed(str(error))
        raise
    with transaction.atomic():
        change.confirmed(answer)
