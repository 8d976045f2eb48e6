"""Finds what people should hear of now.

Each trouble is a rule, a subject and a sentence.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from django.db.models import Count, Exists, Max, OuterRef
from django.utils import timezone

from jobs import health, registry
from jobs.models import FailedRecord, JobRun, State
from jobs.models.alerts import Rule
from jobs.models.run_details import RecordState

Trouble = tuple[Rule, str, str]
Finder = Callable[[], Iterator[Trouble]]
MISSED_FOR = timedelta(days=1)
SLOW_FACTOR, SLOW_AT_LEAST, COMPARED = 3, timedelta(minutes=5), 10


def troubles() -> Iterator[Trouble]:
    """Each subject once per rule."""
    for finder in _finders:
        yield from finder()


def hand_down(finders: Iterable[Finder]) -> None:
    """What only a higher floor knows of."""
    _finders.extend(finders)


def _dead() -> Iterator[Trouble]:
    """Dry runs aside: one that fails concerns the person who asked for it, and nobody else."""
    groups = JobRun.objects.filter(state=State.DEAD, dry=False).values("key", "shop__domain")
    found = list(groups.annotate(count=Count("pk"), newest=Max("pk")).order_by("key"))
    newest = JobRun.objects.filter(pk__in=[group["newest"] for group in found])
    errors = dict(newest.values_list("pk", "error"))
    for group in found:
        # Empty if it was purged since.
        error = errors.get(group["newest"], "")
        count, name = group["count"], _name(group["key"])
        text = f"{count} {'run' if count == 1 else 'runs'} of {name} failed. Run {group['newest']}: {error[:300]}"
        yield Rule.DEAD, _subject(group["key"], group["shop__domain"]), text


def _records() -> Iterator[Trouble]:
    waiting = FailedRecord.objects.filter(state=RecordState.OPEN, run__dry=False)
    groups = waiting.values("run__key", "run__shop__domain").annotate(count=Count("pk"), newest=Max("run"))
    for group in groups.order_by("run__key"):
        count, name = group["count"], _name(group["run__key"])
        records = "1 record" if count == 1 else f"{count} records"
        text = f"{records} of {name} could not be taken in. Run {group['newest']}."
        yield Rule.RECORDS, _subject(group["run__key"], group["run__shop__domain"]), text


def _missed() -> Iterator[Trouble]:
    """Slots that nothing stands for, until a later run of the schedule has ended well or a day has passed."""
    later = JobRun.objects.filter(schedule=OuterRef("schedule"), state=State.DONE, slot_at__gt=OuterRef("slot_at"))
    since = timezone.now() - MISSED_FOR
    missed = JobRun.objects.filter(state=State.MISSED, covered_by__isnull=True, created_at__gt=since)
    groups = (
        missed.exclude(Exists(later)).values("key", "shop__domain").annotate(count=Count("pk"), last=Max("slot_at"))
    )
    for group in groups.order_by("key"):
        slots = "1 slot" if group["count"] == 1 else f"{group['count']} slots"
        text = f"{_name(group['key'])} missed {slots}, the last at {group['last']:%Y-%m-%d %H:%M} UTC."
        yield Rule.MISSED, _subject(group["key"], group["shop__domain"]), text


def _slow() -> Iterator[Trouble]:
    """Longer than three times the longest of its last good runs, and not just a short one."""
    begun = timezone.now() - SLOW_AT_LEAST
    for run in JobRun.objects.filter(state=State.RUNNING, started_at__lt=begun).select_related("shop"):
        good = JobRun.objects.filter(
            key=run.key, shop=run.shop, state=State.DONE, dry=run.dry, started_at__isnull=False
        )
        spans = good.order_by("-created_at").values_list("started_at", "finished_at")[:COMPARED]
        longest = max((end - start for start, end in spans if start and end), default=None)
        taken = timezone.now() - (run.started_at or timezone.now())
        if longest is not None and taken > SLOW_FACTOR * longest:
            usual = f"the longest of its last good runs took {_minutes(longest)}"
            yield Rule.SLOW, f"run {run.pk}", f"{_name(run.key)} has been at it for {_minutes(taken)}; {usual}."


def _silent() -> Iterator[Trouble]:
    by_part: dict[str, list[str]] = {}
    for problem in health.problems():
        by_part.setdefault(problem.part, []).append(problem.text)
    for part, texts in by_part.items():
        yield Rule.SILENT, part, " ".join(texts)


def _name(key: str) -> str:
    card = registry.find(key)
    return card.name if card else key


def _subject(key: str, domain: str | None) -> str:
    return f"{key} of {domain}" if domain else key


def _minutes(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"


_finders: list[Finder] = [_dead, _records, _missed, _slow, _silent]
