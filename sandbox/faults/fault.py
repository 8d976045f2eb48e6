"""Describes one planted fault, and reads it from JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.faults.kinds import KINDS, Kind


class BadFault(ValueError):
    """Says what is wrong with a description, and where."""


@dataclass
class Fault:
    """Strikes `times` times (None: always), after letting `after` chances pass.

    Each chance has the given probability.
    """

    id: int
    kind: str
    times: int | None = 1
    probability: float = 1.0
    after: int = 0
    match: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    seen: int = 0
    hits: int = 0

    def fits(self, kind: str, facts: Mapping[str, str]) -> bool:
        if kind != self.kind or (self.times is not None and self.hits >= self.times):
            return False
        return all(facts.get(name) == value for name, value in self.match.items())

    def as_json(self) -> dict[str, Any]:
        common = {name: getattr(self, name) for name in ("id", "kind", "times", "probability", "after")}
        return {**common, "match": dict(self.match), **self.settings, "seen": self.seen, "hits": self.hits}


def read(number: int, told: Any) -> Fault:
    """Raises BadFault."""
    if not isinstance(told, dict):
        raise BadFault('A fault is an object like {"kind": "throttled", "times": 3}')
    given = dict(told)
    name = given.pop("kind", None)
    if name not in KINDS:
        raise BadFault(f"kind: {name!r} is unknown; known are {', '.join(KINDS)}")
    kind = KINDS[name]
    return Fault(
        number,
        name,
        times=_times(given.pop("times", 1)),
        probability=_probability(given.pop("probability", 1.0)),
        after=_count("after", given.pop("after", 0)),
        match=_match(name, kind, given.pop("match", {})),
        settings=_settings(name, kind, given),
    )


def _count(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadFault(f"{name}: {value!r} is not a count")
    return value


def _times(value: Any) -> int | None:
    return None if value is None else _count("times", value)


def _probability(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise BadFault(f"probability: {value!r} is not above 0 and at most 1")
    return float(value)


def _match(name: str, kind: Kind, told: Any) -> dict[str, str]:
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise BadFault('match: expected an object of texts like {"root": "orders"}')
    unknown = [key for key in told if key not in kind.match]
    if unknown:
        raise BadFault(f"match.{unknown[0]}: {name} can be narrowed to {' or '.join(kind.match)}")
    return told


def _settings(name: str, kind: Kind, given: dict[str, Any]) -> dict[str, Any]:
    unknown = [key for key in given if key not in kind.settings]
    if unknown:
        known = ", ".join(kind.settings) or "none"
        raise BadFault(f"{unknown[0]}: unknown setting of {name}; its settings: {known}")
    for key, value in given.items():
        given[key] = _like(f"{key}", value, kind.settings[key])
    return {**kind.settings, **given}


def _like(name: str, value: Any, default: Any) -> Any:
    """Checks the value: it has to be of the default's type.

    A whole number will do for a fraction, null for a code.
    """
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not type(default) and not (name == "error_code" and value is None):
        raise BadFault(f"{name}: {value!r} is not of the kind of {default!r}")
    if isinstance(value, int | float) and value < 0:
        raise BadFault(f"{name}: {value!r} is below zero")
    return value
