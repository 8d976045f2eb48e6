"""Makes one change outside, with three commits around the call."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from integrations.effects.action import Action, Answer, EffectBusy, EffectRefused
from integrations.effects.models import Effect, EffectState


def perform(action: Action, made_by: str = "") -> Answer:
    """The answer of the change named by `action.key`: kept from an earlier call, found by a read, or got now.

    Must stand outside any transaction, or its commits would not be any. Raises EffectRefused, EffectBusy, and what
    `call` and `verify` raise.
    """
    with _alone(action.key):
        effect = _intend(action, made_by)
        if effect.state == EffectState.CONFIRMED:
            return dict(effect.answer)
        if effect.state == EffectState.REFUSED:
            raise EffectRefused(effect.error)
        if effect.state == EffectState.SENT:
            answer = action.verify(effect)
            if answer is not None:
                return _confirm(effect, answer)
        return _call(action, effect)


def _intend(action: Action, made_by: str) -> Effect:
    with transaction.atomic(durable=True):
        effect, _ = Effect.objects.get_or_create(
            key=action.key,
            defaults={"kind": action.kind, "shop": action.shop, "request": action.request, "made_by": made_by},
        )
    return effect


def _call(action: Action, effect: Effect) -> Answer:
    with transaction.atomic(durable=True):
        Effect.objects.filter(pk=effect.pk).update(state=EffectState.SENT, sent=F("sent") + 1)
    try:
        answer = action.call(effect)
    except EffectRefused as error:
        _end(effect, EffectState.REFUSED, error=str(error)[:4000])
        raise
    except Exception as error:
        if action.never_arrived(error):
            with transaction.atomic(durable=True):
                Effect.objects.filter(pk=effect.pk).update(state=EffectState.INTENDED)
        raise
    return _confirm(effect, answer)


def _confirm(effect: Effect, answer: Answer) -> Answer:
    _end(effect, EffectState.CONFIRMED, answer=answer, error="")
    return answer


def _end(effect: Effect, state: EffectState, **columns: object) -> None:
    with transaction.atomic(durable=True):
        Effect.objects.filter(pk=effect.pk).update(state=state, ended_at=Now(), **columns)


@contextmanager
def _alone(key: str) -> Iterator[None]:
    """Lets one process at a time work for one key.

    A worker that froze in the middle of the call still holds the lock, so that whoever took its run over doesn't call
    beside it. The lock goes with the connection when the process dies.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('effect'), hashtext(%s))", [key])
        if not cursor.fetchone()[0]:
            raise EffectBusy(f"{key} is being sent by another process")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('effect'), hashtext(%s))", [key])
