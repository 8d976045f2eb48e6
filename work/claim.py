"""Takes a row, keeps it and gives it up.

Each is one conditional UPDATE by the database's clock.
"""

import os
import socket
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Now

from work.fingerprint import fingerprint
from work.item import MAX_DEATHS, State, WorkItem

Item = TypeVar("Item", bound=WorkItem)
# Until a run looks again whether its job has a free place, if nobody wakes it before.
WAIT = timedelta(seconds=5)


def me() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def lease() -> timedelta:
    return timedelta(seconds=settings.ENGINE_LEASE)


def expired() -> Q:
    return Q(state=State.RUNNING, lease_until__lt=Now())


def claim(model: type[Item], pk: int, places: int = 1) -> Item | None:
    """The row, now ours, or None: another worker has it, it isn't due, or it must wait for another run of its job.

    `places`: how many runs of a job may be under way for one shop; each that begins takes a free place and keeps it
    until it ends (a unique index sees to that). Whoever finds a lease that ran out takes the row over and counts a
    death; the last allowed death is not taken over but buried by the sweeper, so that a row that kills its process
    can't do it for ever.
    """
    for place in range(max(1, places)):
        try:
            with transaction.atomic():
                taken = _take(model, pk, {"place": _place(place)} if places > 1 else {})
        except IntegrityError:
            continue
        return model._default_manager.get(pk=pk) if taken else None
    # As many runs of this job as it allows have begun for this shop; ours waits for its turn.
    wait(model, pk)
    return None


def _take(model: type[WorkItem], pk: int, extra: dict[str, Any]) -> int:
    claimable = Q(pk=pk) & (Q(state=State.PENDING, due_at__lte=Now()) | (expired() & Q(deaths__lt=MAX_DEATHS - 1)))
    deaths = Case(
        When(expired(), then=F("deaths") + 1), default=F("deaths"), output_field=models.PositiveSmallIntegerField()
    )
    return model._default_manager.filter(claimable).update(
        state=State.RUNNING,
        token=F("token") + 1,
        deaths=deaths,
        started_at=Coalesce(F("started_at"), Now()),
        lease_until=Now() + lease(),
        claimed_by=me(),
        enqueued_at=None,
        **extra,
    )


def _place(place: int) -> Case:
    """A run that has begun stays where it is."""
    return Case(
        When(started_at__isnull=False, then=F("place")),
        default=Value(place),
        output_field=models.PositiveSmallIntegerField(),
    )


def wait(model: type[WorkItem], pk: int) -> None:
    model._default_manager.filter(pk=pk, state=State.PENDING).update(due_at=Now() + WAIT, enqueued_at=None)


def waiting() -> Q:
    """Rows that are due, or that `wait` has put off."""
    return Q(state=State.PENDING, due_at__lte=Now() + WAIT)


def held(item: WorkItem) -> models.QuerySet[Any]:
    """The row as long as this claim holds it: a worker that froze past the lease finds nothing here."""
    return type(item)._default_manager.filter(pk=item.pk, state=State.RUNNING, token=item.token)


def _ours(item: WorkItem, ended: bool) -> models.QuerySet[Any]:
    """`ended`: this claim has ended the row as done in the transaction that is still open."""
    if ended:
        return type(item)._default_manager.filter(pk=item.pk, state=State.DONE, token=item.token)
    return held(item)


def renew(item: WorkItem, **changes: Any) -> bool:
    """A whole lease from now on. False: the row was no longer ours."""
    return bool(held(item).update(lease_until=Now() + lease(), **changes))


def give_back(item: WorkItem, seconds: float, **changes: Any) -> bool:
    """Pending again, due later, with a clean record. False: it was no longer ours."""
    return try_again(item, seconds, attempts=0, deaths=0, **changes)


def try_again(item: WorkItem, seconds: float, *, ended: bool = False, **changes: Any) -> bool:
    """Pending again, due later. False: it was no longer ours."""
    return bool(
        _ours(item, ended).update(
            state=State.PENDING,
            due_at=Now() + timedelta(seconds=seconds),
            lease_until=None,
            enqueued_at=None,
            finished_at=None,
            **changes,
        )
    )


def end(item: WorkItem, state: State, *, ended: bool = False, **changes: Any) -> bool:
    """The row reaches a final state. False: it was no longer ours."""
    if state == State.DEAD:
        changes["fingerprint"] = fingerprint(str(changes.get("error", "")))
    return bool(_ours(item, ended).update(state=state, finished_at=Now(), lease_until=None, **changes))


def bury(model: type[WorkItem]) -> int:
    """Rows whose lease ran out for the last time are dead; how many."""
    error = f"Its worker was killed or froze {MAX_DEATHS} times without any progress between"
    return model._default_manager.filter(expired(), deaths__gte=MAX_DEATHS - 1).update(
        state=State.DEAD,
        finished_at=Now(),
        lease_until=None,
        deaths=F("deaths") + 1,
        error=Value(error),
        fingerprint=fingerprint(error),
    )


def reopen(rows: models.QuerySet[Any], **changes: Any) -> int:
    """Rows that have ended are due again, with a clean record of tries; how many."""
    clean: dict[str, Any] = {
        "state": State.PENDING,
        "due_at": Now(),
        "enqueued_at": None,
        "lease_until": None,
        "finished_at": None,
        "attempts": 0,
        "deaths": 0,
        "error": "",
        "traceback": "",
        "fingerprint": "",
    }
    return rows.update(**(clean | changes))


def set_aside(rows: models.QuerySet[Any], **changes: Any) -> int:
    """A person decided that these rows need not be done; how many."""
    aside: dict[str, Any] = {
        "state": State.IGNORED,
        "lease_until": None,
        "finished_at": Coalesce(F("finished_at"), Now()),
    }
    return rows.update(**(aside | changes))
