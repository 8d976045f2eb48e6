"""Says which runs of a job are under way or due.

The one answer for slots, clicks and jobs that start others. A real run and a preview never count for each other, as
they never take each other's place: nobody waits for a preview.
"""

from django.db.models import Q, QuerySet

from jobs.models import JobRun
from oms.models import Shop
from work import claim
from work.item import ACTIVE


def everywhere(*, dry: bool = False) -> QuerySet[JobRun]:
    """Those of all jobs that have begun, or wait for their turn.

    A run whose moment lies ahead (planned, or spread) is neither. One that was refused its turn is due again so soon
    that it counts all the while.
    """
    return JobRun.objects.filter(Q(started_at__isnull=False) | claim.waiting(), state__in=ACTIVE, dry=dry)


def of(key: str, shop: Shop | int | None, *, dry: bool = False) -> QuerySet[JobRun]:
    """Those of one job for one shop."""
    return everywhere(dry=dry).filter(key=key, shop=shop)


def begun(key: str, shop: Shop | int | None, *, dry: bool = False) -> QuerySet[JobRun]:
    """Those that hold a place: also while they wait between two claims."""
    return of(key, shop, dry=dry).filter(started_at__isnull=False)
