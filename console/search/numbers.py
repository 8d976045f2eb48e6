"""Runs and orders by what they are called: `4`, `#6118`, `run 4`, `order 6118`."""

import re
from dataclasses import dataclass

from console.orders.filters import called
from console.runs import search
from oms.models import OrderHeader

_CALLED = re.compile(r"(?:(run|order)\s+)?(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Named:
    """Only what there is. An order's number may be a run's too."""

    run: int | None
    orders: list[OrderHeader]


def named(words: str) -> Named:
    """Two short looks; none for words that can't be a run's number and no order's name."""
    kind, name = _CALLED.fullmatch(words.strip()).groups("")  # type: ignore[union-attr]  # it fits anything
    kind = kind.lower()
    number = name.lstrip("#")
    known = kind != "order" and number.isdecimal() and len(number) < 19 and search.exists(int(number))
    return Named(int(number) if known else None, [] if kind == "run" else called(name))
