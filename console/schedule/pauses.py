"""Pauses all schedules of a category or a shop, and resumes them.

The pause of one schedule is a deed at its row, like its other ones: see `actions`.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from console.frame.moments import BadMoment, jump, moment
from console.frame.notes import Note
from console.frame.page import zone_of
from console.frame.request_text import from_form
from console.frame.responses import actor, answer, back_to
from console.frame.roles import requires
from console.frame.shops import current_shop
from console.presentation.pauses import target
from console.presentation.times import in_zone
from jobs.models import Pause
from jobs.services import NotPossible
from jobs.services.pauses import hold, release


@requires("operator")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """`category` and, unless `everywhere`, the shop of the page."""
    shop = current_shop(request)
    zone = zone_of(shop)
    back = back_to(request, reverse("console:pipeline"))
    try:
        until = moment(request.POST.get("until", ""), zone, empty=True)
        reason = from_form(request, "reason")
        only = None if request.POST.get("everywhere") == "1" else shop
        category = from_form(request, "category", 40)
        pause = hold(actor(request), reason, category=category, shop=only, until=until)
    except (NotPossible, BadMoment) as error:
        return answer(request, Note(str(error), "warning"), back)
    ends = f"until {in_zone(until, str(zone))}" if until else "until somebody resumes it"
    jumped = jump(until) if until else ""
    return answer(request, Note(f"Paused {ends}: {target(pause)}.{jumped} Runs under way go on."), back)


@requires("operator")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Pause.objects.select_related("shop"), pk=pk, schedule__isnull=True)
    back = back_to(request, reverse("console:pipeline"))
    try:
        release(pk, actor(request))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), back)
    return answer(request, Note(f"Resumed: {target(row)}. What was due meanwhile follows each catch-up policy."), back)
