"""What a caller hands in, and how it may fail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from integrations.effects.models import Effect
from oms.models import Shop

Answer = dict[str, Any]


class EffectRefused(Exception):
    """The other side understood and said no (user errors, validation). Asking again can't help."""


class EffectBusy(Exception):
    """Another process makes this very call at this moment; a later try finds what became of it."""

    temporary = True


@dataclass(frozen=True)
class Action:
    """One change outside. `call` makes it and returns what is worth keeping (plain JSON, no secret), or raises
    EffectRefused. `verify` reads whether it is there already: what `call` would have returned, or None.
    `assumed` stands for the answer in a dry run.
    """

    key: str
    kind: str
    call: Callable[[Effect], Answer]
    verify: Callable[[Effect], Answer | None]
    shop: Shop | None = None
    request: dict[str, Any] = field(default_factory=dict)
    assumed: Answer = field(default_factory=dict)
