"""Groups dead runs with their like; retries them or sets them aside.

A dry run that died belongs to no group: it changed nothing, and whoever asked for it reads why on its page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jobs import audit
from jobs.audit import Actor, Deed
from jobs.engine import retried_records, wake
from jobs.models import JobRun, State
from jobs.services.run_control import NotPossible
from work import claim
from work.item import IGNORABLE

RETRIED = Deed("run.retried", "tried again")
GROUP_RETRIED = Deed("run.group_retried", "tried again every run that died like")
IGNORED = Deed("run.ignored", "ignored")
GROUP_IGNORED = Deed("run.group_ignored", "ignored every run that died like")

NAMED = 100
DEAD = JobRun.objects.filter(state=State.DEAD, dry=False)


@dataclass(frozen=True)
class DeadGroup:
    """Dead runs of one job that died of the same thing; `newest` stands for all of them.

    `good_at`: when the job last went well for that shop.
    """

    key: str
    fingerprint: str
    count: int
    first_at: datetime
    last_at: datetime
    newest: JobRun
    good_at: datetime | None

    @property
    def mended(self) -> bool:
        """Whether a later run of the job went well, so that it is no fire any more."""
        return self.good_at is not None and self.last_at < self.good_at


def dead_groups(limit: int = 50) -> list[DeadGroup]:
    """The largest groups first; two queries for any number."""
    counted = (
        DEAD.values("key", "fingerprint")
        .annotate(count=Count("pk"), first_at=Min("finished_at"), last_at=Max("finished_at"), newest=Max("pk"))
        .order_by("-count", "-last_at")
    )
    found = list(counted.values_list("key", "fingerprint", "count", "first_at", "last_at", "newest")[:limit])
    shown = JobRun.objects.select_related("shop").only("error", "shop__name", "shop__domain")
    newest = shown.annotate(good_at=_last_good()).in_bulk([row[-1] for row in found])
    return [
        DeadGroup(key, print_, count, first, last, newest[pk], newest[pk].good_at)
        for key, print_, count, first, last, pk in found
    ]


def _last_good() -> Subquery:
    """When the job last went well for the shop: one short look into the index for each run."""
    here = JobRun.objects.alias(store=Coalesce("shop_id", 0)).filter(store=Coalesce(OuterRef("shop_id"), 0))
    good = here.filter(key=OuterRef("key"), state=State.DONE, dry=False).order_by("-created_at", "-id")
    return Subquery(good.values("created_at")[:1])


def retry_run(pk: int, actor: Actor) -> JobRun:
    """A dead run is put in line again and goes on at its cursor."""
    with transaction.atomic():
        if not _revive(JobRun.objects.filter(pk=pk, state=State.DEAD)):
            raise NotPossible(f"This run is {_state(pk)}; only a failed run can be tried again.")
        run = JobRun.objects.get(pk=pk)
        audit.record(actor, RETRIED, run, after={"state": run.state})
    return run


def retry_group(key: str, fingerprint: str, actor: Actor) -> int:
    """Every dead run of this job that died of this; how many. Runs of one shop begin one after the other."""
    with transaction.atomic():
        dead = DEAD.filter(key=key, fingerprint=fingerprint)
        newest = dead.order_by("-pk").first()
        revived = _revive(dead)
        if newest is None or not revived:
            raise NotPossible("None of these runs is dead any more.")
        audit.record(actor, GROUP_RETRIED, newest, after=_told(key, fingerprint, revived))
    return len(revived)


def ignore_run(pk: int, actor: Actor, reason: str) -> JobRun:
    """Set a dead or missed run aside. `reason` is compulsory: people will ask."""
    _needed(reason)
    with transaction.atomic():
        before = _state(pk)
        if not _set_aside(JobRun.objects.filter(pk=pk, state__in=IGNORABLE)):
            raise NotPossible(f"This run is {before}; only a failed or missed run can be ignored.")
        run = JobRun.objects.get(pk=pk)
        audit.record(actor, IGNORED, run, before={"state": before}, reason=reason.strip()[:500])
    return run


def ignore_group(key: str, fingerprint: str, actor: Actor, reason: str) -> int:
    """Set every dead run of this job that died of this aside; how many."""
    _needed(reason)
    with transaction.atomic():
        dead = DEAD.filter(key=key, fingerprint=fingerprint)
        newest = dead.order_by("-pk").first()
        ignored = _set_aside(dead)
        if newest is None or not ignored:
            raise NotPossible("None of these runs is dead any more.")
        after = _told(key, fingerprint, ignored)
        audit.record(actor, GROUP_IGNORED, newest, after=after, reason=reason.strip()[:500])
    return len(ignored)


def _revive(dead: QuerySet[JobRun]) -> list[int]:
    """Pending again with a clean record, as runs that have not begun: each waits for a free place of its job."""
    pks = [run.pk for run in dead.select_for_update().order_by("pk").only("pk")]
    claim.reopen(JobRun.objects.filter(pk__in=pks), started_at=None, cancel_requested=False)
    retried_records.take_up(pks)
    for run in _first_of_each(pks):
        wake.after_commit(run)
    return pks


def _first_of_each(pks: Sequence[int]) -> list[JobRun]:
    """One run per (job, shop): the next begins when this one ends, and the sweeper sees to the rest."""
    runs = JobRun.objects.filter(pk__in=pks).order_by("key", "shop_id", "pk").distinct("key", "shop_id")
    return list(runs)


def _set_aside(runs: QuerySet[JobRun]) -> list[int]:
    pks = [run.pk for run in runs.select_for_update().order_by("pk").only("pk")]
    claim.set_aside(JobRun.objects.filter(pk__in=pks))
    return pks


def _told(key: str, fingerprint: str, pks: Sequence[int]) -> dict[str, object]:
    return {"job": key, "fingerprint": fingerprint, "count": len(pks), "runs": list(pks[:NAMED])}


def _needed(reason: str) -> None:
    if not reason.strip():
        raise NotPossible("Say why this may be ignored.")


def _state(pk: int) -> str:
    return JobRun.objects.get(pk=pk).get_state_display().lower()
