"""Replays an event, or sets it aside with a reason."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from jobs import audit
from jobs.audit import Actor, Deed
from jobs.models import State
from jobs.services.run_control import NotPossible
from webhooks import wake
from webhooks.models import WebhookEvent
from webhooks.models.event import IGNORED_BY
from work import claim

REPLAYED = Deed("webhook.replayed", "had handled again")
GROUP_REPLAYED = Deed("webhook.group_replayed", "had handled again every event that died like")
IGNORED = Deed("webhook.ignored", "ignored")
GROUP_IGNORED = Deed("webhook.group_ignored", "ignored every event that died like")

REPLAYABLE = (State.DONE, State.DEAD, State.IGNORED)
IGNORABLE = (State.PENDING, State.DEAD)
_NO_BODY = "The payload is not kept any more, or was too large to be read; nothing can be replayed."
_NONE_LEFT = "None of these events waits for a decision any more."


def replay_event(pk: int, actor: Actor) -> WebhookEvent:
    """In line again, with a clean record of tries; handlers do nothing a second time that was done before.

    An event that was set aside because its body had come before is handled this time.
    """
    with transaction.atomic():
        event = WebhookEvent.objects.select_for_update().get(pk=pk)
        if event.state not in REPLAYABLE:
            raise NotPossible(
                f"This event is {event.get_state_display().lower()}; it can be replayed when it has ended."
            )
        if not event.body:
            raise NotPossible(_NO_BODY)
        _again(WebhookEvent.objects.filter(pk=pk))
        audit.record(actor, REPLAYED, event, before={"state": event.state})
    event.refresh_from_db()
    return event


def replay_events(fingerprint: str, actor: Actor) -> int:
    """Every dead event that died of this and has a payload; how many."""
    with transaction.atomic():
        group = WebhookEvent.objects.filter(state=State.DEAD, fingerprint=fingerprint)
        dead = group.exclude(body=b"")
        newest = dead.order_by("-pk").first()
        if newest is None:
            raise NotPossible(_NO_BODY if group.exists() else _NONE_LEFT)
        many = _again(dead)
        audit.record(actor, GROUP_REPLAYED, newest, after={"fingerprint": fingerprint, "events": many})
    return many


def ignore_event(pk: int, actor: Actor, reason: str) -> WebhookEvent:
    """Set aside for good. `reason` is compulsory: others will ask."""
    _need(reason)
    with transaction.atomic():
        event = WebhookEvent.objects.select_for_update().get(pk=pk)
        if event.state not in IGNORABLE:
            raise NotPossible(f"This event is {event.get_state_display().lower()}; there is nothing to set aside.")
        _aside(WebhookEvent.objects.filter(pk=pk), actor, reason)
        audit.record(actor, IGNORED, event, before={"state": event.state}, reason=reason.strip()[:500])
    event.refresh_from_db()
    return event


def ignore_events(fingerprint: str, actor: Actor, reason: str) -> int:
    _need(reason)
    with transaction.atomic():
        dead = WebhookEvent.objects.filter(state=State.DEAD, fingerprint=fingerprint)
        newest = dead.order_by("-pk").first()
        if newest is None:
            raise NotPossible(_NONE_LEFT)
        many = _aside(dead, actor, reason)
        after = {"fingerprint": fingerprint, "events": many}
        audit.record(actor, GROUP_IGNORED, newest, after=after, reason=reason.strip()[:500])
    return many


def _again(events: QuerySet[WebhookEvent]) -> int:
    many = claim.reopen(events, replays=F("replays") + 1)
    transaction.on_commit(_wake)
    return many


def _wake() -> None:
    wake.drain()


def _aside(events: QuerySet[WebhookEvent], actor: Actor, reason: str) -> int:
    sentence = f"{IGNORED_BY}{actor.name}: {reason.strip()}"[:1000]
    return claim.set_aside(events, finished_at=Now(), error=sentence, fingerprint="")


def _need(reason: str) -> None:
    if not reason.strip():
        raise NotPossible("Say why it may be ignored.")
