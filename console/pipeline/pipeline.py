"""Shows what needs you, what runs, what comes next, the latest runs."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.frame.needs import NeedMaker, needs
from console.frame.page import render
from console.frame.roles import requires
from console.frame.shops import current_shop
from console.runs import recent
from console.runs.estimate import History
from console.runs.estimate import history as past_of
from console.runs.run_view import describe
from console.schedule.next_day import soonest
from jobs.models import JobRun

LATEST, AT_ONCE = 12, 50


@requires("viewer")
@require_safe
def pipeline(request: HttpRequest, makers: Sequence[NeedMaker]) -> HttpResponse:
    """`makers` are those of every room's card."""
    now, shop = timezone.now(), current_shop(request)
    active = list(recent.active()[:AT_ONCE])
    pasts = _pasts(active)
    latest = recent.listed(JobRun.objects.order_by("-created_at", "-id"))[:LATEST]
    rows = needs(makers, request, shop)
    context = {
        "needs": [row for row in rows if not row.quiet],
        "quiet": [row for row in rows if row.quiet],
        "active": [describe(run, pasts.get((run.key, run.shop_id), History()), now) for run in active],
        "next": soonest(shop, now),
        "latest": [describe(run, History(), now) for run in latest],
    }
    return render(request, "console/pipeline/pipeline.html", context, busy=bool(active))


def _pasts(active: list[JobRun]) -> dict[tuple[str, int | None], History]:
    """Fetches what earlier runs took, per job and shop.

    One query per shop that has something under way.
    """
    found: dict[tuple[str, int | None], History] = {}
    for shop in {run.shop_id: run.shop for run in active}.values():
        keys = sorted({run.key for run in active if run.shop_id == (shop.pk if shop else None)})
        for key, runs in recent.recent(keys, shop).items():
            found[key, shop.pk if shop else None] = past_of(runs)
    return found
