"""Says which rows may go, by kind.

Never purged: the audit trail, dead runs (a person retries or ignores them first), runs with failed records that are
still open, and the newest good run of each job and shop, which prerequisites ask for. Of dry runs nobody is asked to
mend anything: each may go.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from integrations.effects import Effect, EffectState
from jobs.models import FailedRecord, JobRun, Pause, RunLog, State
from jobs.models.run_details import RecordState
from work.item import FINISHED


@dataclass(frozen=True)
class OldRows:
    """Rows of one kind that grow old.

    `name` is the counter, `limit` the parameter of the purging job that says how many days are kept.

    `emptied`: the row stays, and these columns get these values; `older` then finds only rows not emptied yet.
    """

    name: str
    limit: str
    older: Callable[[datetime], QuerySet[Any]]
    emptied: dict[str, Any] | None = None


def _runs(before: datetime) -> QuerySet[JobRun]:
    newer = JobRun.objects.filter(key=OuterRef("key"), state=State.DONE, dry=False, pk__gt=OuterRef("pk"))
    no_shop, same_shop = newer.filter(shop__isnull=True), newer.filter(shop=OuterRef("shop"))
    waiting = (RecordState.OPEN, RecordState.RETRYING)
    open_records = FailedRecord.objects.filter(run=OuterRef("pk"), run__dry=False, state__in=waiting)
    old = JobRun.objects.filter(_settled(), finished_at__lt=before).exclude(Exists(open_records))
    asked_for = old.filter(state=State.DONE, dry=False).filter(
        (~Exists(same_shop) & Q(shop__isnull=False)) | (~Exists(no_shop) & Q(shop__isnull=True))
    )
    return old.exclude(pk__in=asked_for.values("pk"))


def _logs(before: datetime) -> QuerySet[RunLog]:
    return RunLog.objects.filter(_settled("run__"), at__lt=before)


def _settled(to: str = "") -> Q:
    """Runs that have ended and wait for nobody."""
    others = [state for state in FINISHED if state != State.DEAD]
    return Q(**{f"{to}state__in": others}) | Q(**{f"{to}state": State.DEAD, f"{to}dry": True})


def _effects(before: datetime) -> QuerySet[Effect]:
    return Effect.objects.filter(state__in=(EffectState.CONFIRMED, EffectState.REFUSED), ended_at__lt=before)


def _pauses(before: datetime) -> QuerySet[Pause]:
    return Pause.objects.filter(ends_at__lt=before)


_kinds = [
    OldRows("log_lines", "log_days", _logs),
    OldRows("runs", "run_days", _runs),
    OldRows("effects", "effect_days", _effects),
    OldRows("pauses", "run_days", _pauses),
]


def hand_down(kinds: Iterable[OldRows]) -> None:
    """Those of a higher floor."""
    _kinds.extend(kinds)


def every() -> list[OldRows]:
    return list(_kinds)
