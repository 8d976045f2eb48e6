"""Checks which moments an operator may name."""

from datetime import datetime

from django.utils import timezone

from jobs.models.moments import BETWEEN, sane
from jobs.services.run_control import NotPossible


class BadMoment(NotPossible, ValueError):
    """The moment lies too far away; the sentence names it."""


def check(name: str, at: datetime) -> None:
    """Raises BadMoment: `The end of the pause must lie between …`."""
    if not sane(at):
        raise BadMoment(f"{name} {BETWEEN}.")


def check_end(until: datetime | None) -> None:
    """Of a pause; None = until it is resumed. Raises BadMoment, NotPossible."""
    if until is None:
        return
    if until <= timezone.now():
        raise NotPossible("The pause must end in the future.")
    check("The end of the pause", until)
