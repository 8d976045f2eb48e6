"""Looks each minute whether shops still have their subscriptions.

Shopify removes one without a word, and the hourly comparison would find it late. This only looks, and has the
comparison run as soon as one is missed: that job mends it, says so and fetches what did not come.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from integrations.connections import NotConnected, client_for
from integrations.models import ConnectionStatus, ShopifyConnection, WebhookSubscription
from integrations.shopify import subscriptions
from jobs.audit import SYSTEM
from jobs.handlers.missed_webhooks import RECONCILE
from jobs.models import JobRun, Pause, State
from jobs.models.run import Origin
from jobs.services.connect_shop import subscribe_soon
from jobs.worker import Chore
from oms.models import Shop
from shopify_client.errors import ShopifyError

EVERY = timedelta(seconds=60)
log = logging.getLogger(__name__)


def look() -> list[JobRun]:
    """One look at each shop whose turn it is; answer = the comparisons that were asked for.

    Of several workers one looks, and none of them twice within the minute. A shop that does not answer is left to the
    hourly comparison, which tells of it.
    """
    runs = [_compare(shop) for shop in _due() if _missed(shop)]
    return [run for run in runs if run]


def _due() -> Iterator[Shop]:
    """The worker that moves the shop's moment on is the one that looks.

    The update names no other table: behind a join the database would not ask again for what it had to wait for.
    """
    turn = ShopifyConnection.objects.filter(Q(looked_at__isnull=True) | Q(looked_at__lte=Now() - EVERY))
    found = turn.filter(shop__is_active=True, status=ConnectionStatus.CONNECTED).select_related("shop")
    for connection in found.order_by(F("looked_at").asc(nulls_first=True)):
        if turn.filter(pk=connection.pk).update(looked_at=Now()):
            yield connection.shop


def _missed(shop: Shop) -> bool:
    counted_on = WebhookSubscription.objects.filter(shop=shop, wanted=True, present=True)
    known = set(counted_on.values_list("gid", flat=True))
    if not known:
        return False
    try:
        there = {one.gid for one in subscriptions.listed(client_for(shop))}
    except (ShopifyError, NotConnected) as error:
        log.info("%s did not say which webhooks it has: %s", shop, error)
        return False
    # Asked again after the answer: what was switched on or off meanwhile is not missed.
    return counted_on.filter(gid__in=known - there).exists()


def _compare(shop: Shop) -> JobRun | None:
    """None where a person has to act first: the job is paused, or failed for good and is tried again each hour."""
    now = timezone.now()
    pauses = Pause.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    if any(pause.covers(RECONCILE, shop.pk) and pause.holds(now) for pause in pauses):
        return None
    last = JobRun.objects.filter(key=RECONCILE, shop=shop, dry=False).order_by("-id").first()
    if last and last.state == State.DEAD:
        return None
    return subscribe_soon(shop, SYSTEM, Origin.WEBHOOK)


CHORE = Chore("webhook subscriptions", look)
