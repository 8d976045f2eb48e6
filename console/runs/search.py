"""Finding runs among a million: filters, search, pages by key. No query reads more than it shows, or a bound.

A list is a union of parts, each of which an index answers in the list's order: PostgreSQL would otherwise walk the
newest rows for something rare.
"""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from console.runs.filters import FAILED, UNDER_WAY, Filters
from console.runs.recent import listed, read_mark
from jobs import registry
from jobs.models import FailedRecord, JobRun, RunChange, State
from work.item import ACTIVE

MOST_COUNTED = 10_000
_NAMED = 500
_RECENT = 1000


def parts(filters: Filters, *, by_error: bool = True) -> list[QuerySet[JobRun]]:
    """Querysets that together hold every match; a run may be in several of them.

    Without `by_error` those are left away that only the error's text makes a match.
    """
    runs = JobRun.objects.filter(_plain(filters))
    split = [runs.filter(condition) for condition in _states(filters.state)]
    if not filters.q:
        return split
    return [part.filter(condition) for part in split for condition in _words(filters.q, by_error=by_error)]


def _plain(filters: Filters) -> Q:
    condition = Q()
    if filters.category:
        condition &= Q(key__in=[job.key for job in registry.all_jobs() if job.category == filters.category])
    if filters.job:
        condition &= Q(key=filters.job)
    if filters.shop:
        condition &= Q(shop_id=int(filters.shop))
    if filters.origin:
        condition &= Q(origin=filters.origin)
    if filters.who:
        # The number first: a join would make PostgreSQL walk the newest runs of everybody.
        user = User.objects.filter(username=filters.who).values_list("pk", flat=True).first()
        condition &= Q(requested_by=user) if user else Q(pk__in=[])
    return condition


def _states(state: str) -> list[Q]:
    if state == FAILED:
        return [Q(state=State.DEAD), Q(half_done=True)]
    if state == UNDER_WAY:
        return [Q(state__in=ACTIVE)]
    return [Q(state=state)] if state else [Q()]


def _words(words: str, *, by_error: bool) -> list[Q]:
    """By run number, by the job's name or key, by the error's text, by the order, product or SKU it touched."""
    # The second half says what the index says: that it holds nothing without an error.
    found = [Q(error__icontains=words) & ~Q(error="")] if by_error else []
    keys = [job.key for job in registry.all_jobs() if words.lower() in f"{job.name} {job.key}".lower()]
    if keys:
        found.append(Q(key__in=keys))
    number = words.lstrip("#")
    if number.isdecimal() and len(number) < 19:
        found.append(Q(pk=int(number)))
    if touched := _touched(words):
        found.append(Q(pk__in=touched))
    return found


def _touched(words: str) -> set[int]:
    """Runs that failed on a record of this reference, or changed one; the newest few hundred."""
    found: set[int] = set()
    for model in (FailedRecord, RunChange):
        rows = model._default_manager.filter(reference__icontains=words).order_by("-id")
        found |= set(rows.values_list("run_id", flat=True)[:_NAMED])
    return found


def page(filters: Filters, before: str, size: int) -> tuple[list[JobRun], str]:
    """One page, newest first, and the mark from which the next goes on ("" = that was all)."""
    mark, wanted = read_mark(before), size + 1
    lists = [_newest(part, mark, wanted) for part in _recent_errors(filters, mark)]
    enough = bool(lists) and all(len(runs) == wanted for runs in lists)
    rest = [_newest(part, mark, wanted) for part in parts(filters, by_error=not enough)]
    found = {run.pk: run for runs in [*(lists if enough else []), *rest] for run in runs}
    ordered = sorted(found.values(), key=lambda run: (run.created_at, run.pk), reverse=True)
    last = ordered[size - 1] if len(ordered) > size else None
    return ordered[:size], f"{last.created_at.isoformat()}_{last.pk}" if last else ""


def _newest(runs: QuerySet[JobRun], mark: tuple[datetime, int] | None, most: int) -> list[JobRun]:
    return list(listed(_older(runs, mark))[:most])


def _recent_errors(filters: Filters, mark: tuple[datetime, int] | None) -> list[QuerySet[JobRun]]:
    """The matches by text among the newest thousand errors: of words that many errors say these are a page already.

    The trigrams would find all of tens of thousands first, only to sort them and keep one page. Nothing is said here
    (an empty list) when there are fewer errors than that.
    """
    if not filters.q:
        return []
    told = _older(JobRun.objects.exclude(error=""), mark)
    edge = told.values_list("created_at", flat=True)[_RECENT : _RECENT + 1].first()
    if edge is None:
        return []
    # As `error__icontains`, but written so that the trigrams' index is not asked.
    recent = JobRun.objects.exclude(error="").annotate(said=Concat("error", Value("", TextField())))
    matching = recent.filter(_plain(filters), said__icontains=filters.q, created_at__gte=edge)
    return [matching.filter(condition) for condition in _states(filters.state)]


def _older(runs: QuerySet[JobRun], mark: tuple[datetime, int] | None) -> QuerySet[JobRun]:
    ordered = runs.order_by("-created_at", "-id")
    if mark is None:
        return ordered
    at, pk = mark
    return ordered.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk), created_at__lte=at)


def newest_ids(filters: Filters, states: Sequence[str], most: int) -> list[int]:
    """The newest matches in these states, at most `most`."""
    found: set[int] = set()
    for part in parts(filters):
        rows = part.filter(state__in=states).order_by("-created_at", "-id")
        found |= set(rows.values_list("pk", flat=True)[:most])
    return sorted(found, reverse=True)[:most]


def count(filters: Filters, most: int = MOST_COUNTED) -> int:
    """How many match; `most + 1` stands for more than that."""
    found = parts(filters)
    if len(found) == 1:
        return found[0].order_by().values("pk")[: most + 1].count()
    each = [part.order_by().values("pk")[: most + 1] for part in found]
    return min(each[0].union(*each[1:]).count(), most + 1)


def came_since(filters: Filters, mark: str, most: int) -> int:
    """How many matches are newer than the mark, at most `most`."""
    since = read_mark(mark)
    if since is None:
        return 0
    at, pk = since
    newer = Q(created_at__gt=at) | Q(created_at=at, pk__gt=pk)
    found: set[int] = set()
    for part in parts(filters):
        rows = part.filter(newer, created_at__gte=at).order_by("-created_at", "-id")
        found |= set(rows.values_list("pk", flat=True)[:most])
    return min(len(found), most)


def exists(pk: int) -> bool:
    return JobRun.objects.filter(pk=pk).exists()
