"""Lists what would change if a file were applied."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jobs.engine.due_slots import with_clock
from jobs.engine.schedule_words import describe
from jobs.engine.when import CronLine, parse
from jobs.models import Schedule
from jobs.services.config.read import Wanted, label
from jobs.services.schedule_settings import NAMES

CREATE, CHANGE, SWITCH_OFF = "create", "change", "switch off"


@dataclass(frozen=True)
class Change:
    """One schedule that would differ. `fields`: name → (now, then)."""

    what: str
    label: str
    wanted: Wanted | None = None
    schedule: Schedule | None = None
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def lines(self) -> list[str]:
        sign = {CREATE: "+", CHANGE: "~", SWITCH_OFF: "-"}[self.what]
        return [
            f"{sign} {self.what} {self.label}",
            *(f"    {name}: {_shown(now)} -> {_shown(then)}" for name, (now, then) in self.fields.items()),
        ]


def plan(wanted: Sequence[Wanted], *, prune: bool = False) -> list[Change]:
    """What to do, in the file's order; nothing when the database says the same already.

    `prune`: schedules that the file doesn't name are switched off (never deleted: their history hangs on them).
    """
    known = {_identity(schedule): schedule for schedule in with_clock().select_related("shop").order_by("key", "id")}
    changes = []
    for one in wanted:
        schedule = known.pop((one.key, one.shop.pk if one.shop else None, one.name), None)
        change = _compare(one, schedule) if schedule else _new(one)
        if change:
            changes.append(change)
    if prune:
        for schedule in known.values():
            if schedule.periodic_task.enabled:
                name = label(schedule.key, schedule.shop, schedule.name)
                changes.append(Change(SWITCH_OFF, name, schedule=schedule, fields={"enabled": (True, False)}))
    return changes


def _new(one: Wanted) -> Change:
    fields = {"when": (None, one.chosen.when), "zone": (None, one.chosen.zone), "enabled": (None, one.chosen.enabled)}
    return Change(CREATE, one.label, wanted=one, fields=fields)


def _compare(one: Wanted, schedule: Schedule) -> Change | None:
    now, then = describe(schedule), values(one)
    fields = {name: (now[name], then[name]) for name in NAMES if now[name] != then[name]}
    return Change(CHANGE, one.label, wanted=one, schedule=schedule, fields=fields) if fields else None


def values(one: Wanted) -> dict[str, Any]:
    """As `describe` would show the schedule afterwards."""
    when = parse(one.chosen.when, one.chosen.zone)
    told = {name: getattr(one.chosen, name) for name in NAMES}
    return {**told, "when": str(when), "zone": when.zone if isinstance(when, CronLine) else ""}


def _identity(schedule: Schedule) -> tuple[str, int | None, str]:
    return schedule.key, schedule.shop_id, schedule.name


def _shown(value: Any) -> str:
    return "nothing" if value is None or value == "" else str(value)
