"""Compares the webhook topics we want with those the shop has."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F
from django.db.models.functions import Now

from integrations.models import WebhookSubscription
from integrations.shopify.subscriptions.changes import Change
from integrations.shopify.subscriptions.remote import Remote
from integrations.shopify.subscriptions.topics import known
from oms.models import Shop

# The columns in which a comparison writes what it saw.
NOTED = ("generation", "removed_at", "removals", "present", "gid", "address")


@dataclass
class Comparison:
    """What differs between the wanted subscriptions and the shop's.

    `removed`: topics that we had and want, and that the shop has no more. `foreign`: subscriptions of this app that are
    not ours (another address, a topic unknown here); they are left alone.
    """

    changes: list[Change] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    foreign: list[Remote] = field(default_factory=list)


def compare(shop: Shop, remotes: Iterable[Remote], address: str) -> Comparison:
    """Writes what the shop has into our rows and tells what is to be done. Run inside a transaction."""
    comparison = Comparison()
    _want_what_every_shop_needs(shop)
    left = list(remotes)
    topics = known()
    rows = WebhookSubscription.objects.filter(shop=shop, topic__in=topics).order_by("topic")
    other = []
    for row in rows.select_for_update(of=("self",)):
        ours = _take(left, row, topics[row.topic].enum, address)
        if _note(row, ours, comparison):
            other.append(row)
        _demand(shop, row, ours, address, comparison)
    WebhookSubscription.objects.bulk_update(other, NOTED)
    rows.update(checked_at=Now())
    comparison.foreign = left
    return comparison


def _want_what_every_shop_needs(shop: Shop) -> None:
    rows = [WebhookSubscription(shop=shop, topic=topic.name, wanted=topic.every_shop) for topic in known().values()]
    WebhookSubscription.objects.bulk_create(rows, ignore_conflicts=True)


def _take(left: list[Remote], row: WebhookSubscription, enum: str, address: str) -> Remote | None:
    """The one we made, by its id; else one of this topic at our address (its answer was lost, or it is older)."""
    same = [one for one in left if one.enum == enum]
    ours = next((one for one in same if one.gid == row.gid), None)
    ours = ours or next((one for one in same if one.address == address), None)
    if ours is not None:
        left.remove(ours)
    return ours


def _note(row: WebhookSubscription, ours: Remote | None, comparison: Comparison) -> bool:
    """Takes over what the shop has; answers whether the row changed.

    Its caller writes it.
    """
    before = [getattr(row, name) for name in NOTED]
    if ours is None and row.present:
        row.generation += 1
        if row.wanted:
            comparison.removed.append(row.topic)
            row.removals += 1
            row.removed_at = Now()
    row.present = ours is not None
    row.gid, row.address = (ours.gid, ours.address) if ours else ("", "")
    return before != [getattr(row, name) for name in NOTED]


def _demand(shop: Shop, row: WebhookSubscription, ours: Remote | None, address: str, comparison: Comparison) -> None:
    if not row.wanted and ours:
        comparison.changes.append(Change(shop, row.topic, "delete", ours.gid, row.generation))
    elif row.wanted and ours is None and address:
        comparison.changes.append(Change(shop, row.topic, "create", "", row.generation, address))
    elif row.wanted and ours and address and ours.address != address:
        comparison.changes.append(Change(shop, row.topic, "move", ours.gid, row.generation, address))


def forget(shop: Shop) -> None:
    """Forgets all subscriptions: none of them is there any more.

    The app was removed, and Shopify ends its subscriptions without a word about each. What is wanted stays so, and is
    subscribed when the shop is connected again.
    """
    WebhookSubscription.objects.filter(shop=shop, present=True).update(
        present=False, gid="", address="", subscribed_at=None, checked_at=Now(), generation=F("generation") + 1
    )
