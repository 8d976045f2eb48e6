"""Finds runs and orders by number.

`4`, `#6118`, `run 4`, `order 6118`
"""

import re
from dataclasses import dataclass

from console.runs import search
from integrations.text import as_id
from oms.models import OrderHeader
from oms.orders.names import called

_CALLED = re.compile(r"(?:(run|order)\s+)?(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Named:
    """The run and the orders that exist; a number may be both."""

    run: int | None
    orders: list[OrderHeader]


def named(words: str) -> Named:
    """Finds them in two short queries, or none for other words."""
    kind, name = _CALLED.fullmatch(words.strip()).groups("")  # type: ignore[union-attr]  # it fits anything
    kind = kind.lower()
    number = as_id(name.lstrip("#")) if kind != "order" else None
    known = number is not None and search.exists(number)
    return Named(number if known else None, [] if kind == "run" else called(name))
