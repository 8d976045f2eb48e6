"""Answers `/healthz` for supervisors of processes and `/metrics` for Prometheus."""

from collections.abc import Iterable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from ninja.errors import HttpError

from console.api.auth import needs
from console.frame import health
from console.frame.roles import public
from jobs import metrics
from jobs.metrics import Sample

_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answers 200 when all is well, else 503 with the silent parts."""
    problems = health.problems()
    silent = [{"part": problem.part, "text": problem.text} for problem in problems]
    answer = JsonResponse({"ok": not silent, "problems": silent}, status=503 if silent else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@public
@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Needs a token, or a session, with the role viewer."""
    try:
        caller = next(filter(None, (way(request) for way in needs("viewer"))), None)
    except HttpError as refused:
        return HttpResponse(str(refused), status=refused.status_code, content_type="text/plain")
    if caller is None:
        refusal = HttpResponse("A token is needed.", status=401, content_type="text/plain")
        refusal["WWW-Authenticate"] = "Bearer"
        return refusal
    try:
        return HttpResponse(exposition(metrics.samples()), content_type=_TYPE)
    except DatabaseError:
        return HttpResponse("The database does not answer.", status=503, content_type="text/plain")


def exposition(samples: Iterable[Sample]) -> str:
    """Writes the figures in Prometheus's text format."""
    lines: list[str] = []
    before = ""
    for sample in samples:
        if sample.name != before:
            lines += [f"# HELP {sample.name} {sample.help}", f"# TYPE {sample.name} gauge"]
            before = sample.name
        labels = ",".join(f'{name}="{_escaped(value)}"' for name, value in sample.labels.items())
        lines.append(
            f"{sample.name}{{{labels}}} {sample.value:.17g}" if labels else f"{sample.name} {sample.value:.17g}"
        )
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
