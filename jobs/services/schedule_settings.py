"""Checks what an operator chooses for a schedule."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from jobs.engine import schedule_rules
from jobs.engine.when import BadTiming, known_zone, parse
from jobs.models import ExclusionCalendar
from jobs.models.schedule import CatchUp, Gap, Overlap
from jobs.services.run_control import NotPossible

_WORDS = {"overlap": Overlap.values, "catch_up": CatchUp.values, "gap": Gap.values}
_NUMBERS = {"catch_up_hours": 24 * 366, "spread_seconds": 86_400, "pause_after_failures": 1000}


class BadSettings(NotPossible, ValueError):
    """A choice that can't be; the sentence names the field and what it takes."""


@dataclass(frozen=True)
class Settings:
    """All an operator chooses for a schedule. `when` in the words of `jobs.engine.when`."""

    when: str
    zone: str = "UTC"
    enabled: bool = True
    parameters: dict[str, Any] = field(default_factory=dict)
    overlap: str = "skip"
    catch_up: str = "latest"
    catch_up_hours: int = 24
    gap: str = "shift"
    spread_seconds: int = 0
    pause_after_failures: int = 0
    calendar: str = ""

    def check(self) -> None:
        """Raises BadSettings with everything that is wrong, BadTiming when only the words of `when` are."""
        found = list(self._wrong())
        if found:
            raise BadSettings("; ".join(found))
        try:
            schedule_rules.check(parse(self.when, self.zone))
        except schedule_rules.Malformed as error:
            raise BadSettings(str(error)) from None

    def _wrong(self) -> Iterator[str]:
        for name, expected in _TYPES.items():
            value = getattr(self, name)
            if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
                yield f"{name} takes {_SAID[expected]}, not {value!r}"
            elif name in _WORDS and value not in _WORDS[name]:
                yield f"{name} is one of {', '.join(_WORDS[name])}, not {value!r}"
            elif name in _NUMBERS and not 0 <= int(str(value)) <= _NUMBERS[name]:
                yield f"{name} is between 0 and {_NUMBERS[name]}, not {value}"
        if isinstance(self.zone, str) and self.zone:
            # Also of an interval, which has none: what nobody knows is a mistake, not a wish to be ignored.
            try:
                known_zone(self.zone)
            except BadTiming as error:
                yield str(error).rstrip(".")
        named = self.calendar if isinstance(self.calendar, str) else ""
        if named and not ExclusionCalendar.objects.filter(name=named).exists():
            yield f"there is no calendar {named!r}"


NAMES = tuple(one.name for one in fields(Settings))
_TYPES: dict[str, type] = {
    "when": str,
    "zone": str,
    "enabled": bool,
    "parameters": dict,
    "overlap": str,
    "catch_up": str,
    "catch_up_hours": int,
    "gap": str,
    "spread_seconds": int,
    "pause_after_failures": int,
    "calendar": str,
}
_SAID = {str: "text", bool: "true or false", int: "a whole number", dict: "names with values"}
