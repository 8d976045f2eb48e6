"""Searches a million runs, reading little more than is shown.

A list is a union of parts, each of which an index answers in the list's order: PostgreSQL would otherwise walk the
newest rows for something rare.
"""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from console.lists.paging import Mark, Page
from console.runs.filters import FAILED, UNDER_WAY, Filters
from console.runs.recent import BY_CREATION, listed
from integrations.text import as_id
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
    """Conditions on number, job, error, and what it touched."""
    # The second half says what the index says: that it holds nothing without an error.
    found = [Q(error__icontains=words) & ~Q(error="")] if by_error else []
    keys = [job.key for job in registry.all_jobs() if words.lower() in f"{job.name} {job.key}".lower()]
    if keys:
        found.append(Q(key__in=keys))
    if (number := as_id(words.lstrip("#"))) is not None:
        found.append(Q(pk=number))
    if touched := _touched(words):
        found.append(Q(pk__in=touched))
    return found


def _touched(words: str) -> set[int]:
    """Finds runs that failed on, or changed, what is called so.

    The newest few hundred.
    """
    found: set[int] = set()
    for model in (FailedRecord, RunChange):
        rows = model._default_manager.filter(reference__icontains=words).order_by("-id")
        found |= set(rows.values_list("run_id", flat=True)[:_NAMED])
    return found


def page(filters: Filters, before: str, size: int) -> Page[JobRun]:
    """The newest matches after the mark `before`."""
    mark, wanted = BY_CREATION.read(before), size + 1
    lists = [_newest(part, mark, wanted) for part in _recent_errors(filters, mark)]
    enough = bool(lists) and all(len(runs) == wanted for runs in lists)
    rest = [_newest(part, mark, wanted) for part in parts(filters, by_error=not enough)]
    found = {run.pk: run for runs in [*(lists if enough else []), *rest] for run in runs}
    return BY_CREATION.cut(sorted(found.values(), key=lambda run: (run.created_at, run.pk), reverse=True), size)


def _newest(runs: QuerySet[JobRun], mark: Mark | None, most: int) -> list[JobRun]:
    return list(listed(BY_CREATION.after(runs, mark))[:most])


def _recent_errors(filters: Filters, mark: Mark | None) -> list[QuerySet[JobRun]]:
    """The matches by text among the newest thousand errors.

    Of words that many errors say these are a page already. The trigrams would find all of tens of thousands first, only
    to sort them and keep one page. Nothing is said here (an empty list) when there are fewer errors than that.
    """
    if not filters.q:
        return []
    with_error = BY_CREATION.after(JobRun.objects.exclude(error=""), mark)
    edge = with_error.values_list("created_at", flat=True)[_RECENT : _RECENT + 1].first()
    if edge is None:
        return []
    # As `error__icontains`, but written so that the trigrams' index is not asked.
    recent = JobRun.objects.exclude(error="").annotate(said=Concat("error", Value("", TextField())))
    matching = recent.filter(_plain(filters), said__icontains=filters.q, created_at__gte=edge)
    return [matching.filter(condition) for condition in _states(filters.state)]


def newest_ids(filters: Filters, states: Sequence[str], most: int) -> list[int]:
    """The newest matches in these states, at most `most`."""
    found: set[int] = set()
    for part in parts(filters):
        rows = part.filter(state__in=states).order_by("-created_at", "-id")
        found |= set(rows.values_list("pk", flat=True)[:most])
    return sorted(found, reverse=True)[:most]


def count(filters: Filters, most: int = MOST_COUNTED) -> int:
    """Counts the matches; `most + 1` stands for more than that."""
    found = parts(filters)
    if len(found) == 1:
        return found[0].order_by().values("pk")[: most + 1].count()
    each = [part.order_by().values("pk")[: most + 1] for part in found]
    return min(each[0].union(*each[1:]).count(), most + 1)


def came_since(filters: Filters, mark: str, most: int) -> int:
    """Counts matches newer than the mark, at most `most`."""
    since = BY_CREATION.read(mark)
    if since is None:
        return 0
    found: set[int] = set()
    for part in parts(filters):
        rows = part.filter(BY_CREATION.before(since)).order_by("-created_at", "-id")
        found |= set(rows.values_list("pk", flat=True)[:most])
    return min(len(found), most)


def exists(pk: int) -> bool:
    return JobRun.objects.filter(pk=pk).exists()
