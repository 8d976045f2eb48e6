"""Subscribes a shop to many topics with one comparison, as the hourly job does."""

from collections.abc import Iterable

from django.db import transaction

from integrations.connections import client_for
from integrations.effects import perform
from integrations.models import WebhookSubscription
from integrations.shopify import subscriptions
from integrations.shopify.subscriptions.address import address
from oms.models import Shop


def subscribe_all(shop: Shop, topics: Iterable[str]) -> None:
    wanted = list(topics)
    WebhookSubscription.objects.bulk_create(
        [WebhookSubscription(shop=shop, topic=topic, wanted=True) for topic in wanted],
        update_conflicts=True,
        update_fields=["wanted"],
        unique_fields=["shop", "topic"],
    )
    client = client_for(shop)
    remotes = subscriptions.listed(client)
    with transaction.atomic():
        found = subscriptions.compare(shop, remotes, address())
    for change in found.changes:
        if change.topic in wanted:
            answer = perform(subscriptions.action(change, client), made_by="tests")
            with transaction.atomic():
                change.confirmed(answer)
