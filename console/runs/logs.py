"""Follows a run's log while it grows."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from console.frame.page import private, zone_of
from console.frame.request_text import from_address
from console.frame.roles import requires
from integrations.text import as_id
from jobs.models import JobRun, RunLog
from jobs.models.run_details import Level
from work.item import ACTIVE, RESUMABLE

LINES = 200
_FROM = {"warning": (Level.WARNING, Level.ERROR), "error": (Level.ERROR,)}
_FAST, _SLOW = 2, 10


@dataclass(frozen=True)
class Filter:
    """`level` is "", "warning" (and worse) or "error"; `words` must occur in the line."""

    level: str = ""
    words: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Filter":
        level = from_address(request, "level")
        return cls(level if level in _FROM else "", from_address(request, "q"))

    def __bool__(self) -> bool:
        return bool(self.level or self.words)


@dataclass(frozen=True)
class Tail:
    """The last lines, old to new; `cut` when there are older ones.

    `after` is the last line's number, seen or not.
    """

    lines: list[RunLog]
    after: int
    chosen: Filter
    state: str
    cut: bool = False

    @property
    def running(self) -> bool:
        return self.state in ACTIVE

    @property
    def pace(self) -> int:
        """Seconds until the next question; 0 = none.

        A run that can go on may be resumed by another person.
        """
        return _FAST if self.running else _SLOW if self.state in RESUMABLE else 0

    @property
    def kept(self) -> str:
        """The address's part that keeps the filter."""
        asked = {"level": self.chosen.level, "q": self.chosen.words}
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def query(self) -> str:
        """The address's part that asks for what comes next."""
        asked = {"after": str(self.after), "pace": str(self.pace), "level": self.chosen.level, "q": self.chosen.words}
        return urlencode(asked)


def tail(run: JobRun, chosen: Filter, after: int = 0) -> Tail:
    lines = run.logs.filter(pk__gt=after)
    newest = lines.order_by("-id").values_list("pk", flat=True).first() or after
    if chosen.level:
        lines = lines.filter(level__in=_FROM[chosen.level])
    if chosen.words:
        lines = lines.filter(text__icontains=chosen.words)
    found = list(lines.filter(pk__lte=newest).order_by("-id")[: LINES + 1])
    return Tail(found[:LINES][::-1], newest, chosen, run.state, cut=len(found) > LINES)


@requires("viewer")
@require_safe
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers with the lines after `after`, and the next question.

    When the run has ended for good, there is none.
    """
    run = get_object_or_404(JobRun.objects.select_related("shop").only("state", "shop"), pk=pk)
    after = as_id(from_address(request, "after")) or 0
    lines = tail(run, Filter.of(request), after)
    if lines.after == after and from_address(request, "pace") == str(lines.pace):
        return private(HttpResponse(status=204))
    with timezone.override(zone_of(run.shop)):
        html = render_to_string("console/runs/run/log_lines.html", {"run": run, "log": lines}, request)
    return private(HttpResponse(html))
