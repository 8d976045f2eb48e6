"""Describes one change outside, and how it may fail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from integrations.effects.effect_kind import EffectKind
from integrations.effects.models import Effect
from oms.models import Shop

Answer = dict[str, Any]


class EffectRefused(Exception):
    """The other side understood and said no (user errors, validation). Asking again can't help."""


class EffectBusy(Exception):
    """Another process makes this very call at this moment; a later try finds what became of it."""

    temporary = True


def _unknown(error: Exception) -> bool:
    return False


@dataclass(frozen=True)
class Action:
    """One change outside.

    `call` makes it and returns what is worth keeping (plain JSON, no secret), or raises EffectRefused. `verify` reads
    whether it is there already: what `call` would have returned, or None. `never_arrived` says of an error of `call`
    that the other side can't have carried it out, so that the next try need not look first; where nobody knows, it
    looks. `assumed` stands for the answer in a dry run.
    """

    key: str
    kind: EffectKind
    call: Callable[[Effect], Answer]
    verify: Callable[[Effect], Answer | None]
    shop: Shop | None = None
    request: dict[str, Any] = field(default_factory=dict)
    assumed: Answer = field(default_factory=dict)
    never_arrived: Callable[[Exception], bool] = _unknown
