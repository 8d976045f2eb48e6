"""Shows the next 24 hours."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.frame.page import render
from console.frame.roles import requires
from console.frame.shops import current_shop
from console.runs.estimate import History
from console.runs.run_view import describe
from console.schedule.next_day import board


@requires("viewer")
@require_safe
def pending(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    shown = board(current_shop(request), now)
    planned = [describe(run, History(), now) for run in shown.planned]
    return render(request, "console/schedule/pending/page.html", {"board": shown, "planned": planned})
