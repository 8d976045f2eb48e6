"""Pauses that hold a job, as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.categories import Category
from jobs.models import Pause
from jobs.registry import find


@dataclass(frozen=True)
class Held:
    """`target` is what is paused, in the console's words."""

    pause: Pause
    target: str


def shown(pauses: Sequence[Pause]) -> list[Held]:
    return [Held(pause, target(pause)) for pause in pauses]


def target(pause: Pause) -> str:
    job = find(pause.key) if pause.key else None
    what = job.name if job else pause.key or (Category(pause.category).label if pause.category else "Every job")
    return f"{what} of {pause.shop}" if pause.shop_id else what
