"""The jobs that a person has pinned."""

from django.http import HttpRequest

from console.models import Pin
from jobs import registry
from jobs.definition import JobDefinition


def pinned(request: HttpRequest) -> list[JobDefinition]:
    """Lists the person's jobs in the order they were pinned.

    A job that is gone is left out. Asked once per request.
    """
    known: list[JobDefinition] | None = getattr(request, "_pins", None)
    if known is None:
        keys = Pin.objects.filter(user_id=request.user.pk).values_list("key", flat=True) if request.user.pk else ()
        known = [job for job in map(registry.find, keys) if job]
        request._pins = known  # type: ignore[attr-defined]
    return known


def is_pinned(request: HttpRequest, key: str) -> bool:
    return any(job.key == key for job in pinned(request))
