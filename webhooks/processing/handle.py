"""Hands events to their handlers.

Those that ask nobody share a transaction, the others have one each.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from webhooks.delivery import Touched
from webhooks.kind import EVENTS
from webhooks.models import WebhookEvent
from webhooks.processing import outcome
from webhooks.processing.check import Ready, Verdict, prepare
from work import shutdown
from work.chaos_points import point
from work.shopify_errors import speaking


def drain() -> int:
    """How many events were taken up. Ends when none is due, or when the worker is asked to end."""
    return EVENTS.drain(carry_out)


def carry_out(events: list[WebhookEvent]) -> None:
    """Every event of the list reaches another state, or is no longer ours."""
    point("after-claim")
    prepared = prepare(events)
    with transaction.atomic():
        for one in prepared:
            if isinstance(one, Verdict):
                outcome.close(one.event, one.state, one.reason)
    ready = [one for one in prepared if isinstance(one, Ready)]
    together = [one for one in ready if not one.topic.handler.asks]
    if together:
        _all_or_one_by_one(together)
    _one_after_the_other([one for one in ready if one.topic.handler.asks])


def _all_or_one_by_one(ready: list[Ready]) -> None:
    """A broken transaction names no culprit: then each gets its own."""
    try:
        apply(ready, [None] * len(ready))
    except DatabaseError as error:
        connection.close()
        if len(ready) == 1:
            outcome.failed(ready[0].event, error)
            return
        for one in ready:
            _all_or_one_by_one([one])


def _one_after_the_other(ready: list[Ready]) -> None:
    """Shopify is asked outside of any transaction. Asking takes time, so those that wait keep their lease."""
    kept_at = time.monotonic()
    for number, one in enumerate(ready):
        waiting = [later.event for later in ready[number:]]
        if shutdown.asked():
            EVENTS.release(waiting)
            return
        if time.monotonic() - kept_at > settings.ENGINE_LEASE / 3:
            EVENTS.renew(waiting)
            kept_at = time.monotonic()
        try:
            with speaking():
                found = one.topic.handler.read(replace(one.delivered, keep_lease=partial(EVENTS.renew, waiting)))
            _into_lane(one.event, one.topic.learned(found))
        except Exception as error:  # whatever a handler meets is written on its event
            connection.close_if_unusable_or_obsolete()
            outcome.failed(one.event, error)
            continue
        point("after-read")
        _apply_alone(one, found)


def _into_lane(event: WebhookEvent, lane: str) -> None:
    """Where its body named none, what was read did: so it stands with the others about the same thing."""
    if lane and not event.lane:
        WebhookEvent.objects.filter(pk=event.pk, token=event.token).update(lane=lane)


def _apply_alone(one: Ready, found: object) -> None:
    try:
        apply([one], [found])
    except DatabaseError as error:
        connection.close()
        outcome.failed(one.event, error)


def apply(ready: Sequence[Ready], found: Sequence[object]) -> None:
    """The end of each event first, its effects after it, one commit: a worker that lost the lease writes nothing.

    A handler that raises takes back its own effects alone.
    """
    effects: dict[int, Sequence[Touched]] = {}
    with transaction.atomic():
        ours = outcome.done([one.event for one in ready])
        for one, data in zip(ready, found, strict=True):
            if one.event.pk not in ours:
                continue
            try:
                with transaction.atomic():
                    effects[one.event.pk] = one.topic.handler.apply(one.delivered, data)
                    point("mid-effects")
            except Exception as error:
                if not connection.is_usable():
                    raise
                effects.pop(one.event.pk, None)
                outcome.failed(one.event, error, ended=True)
        outcome.keep_effects(effects)
        point("before-commit")
    point("after-commit")
