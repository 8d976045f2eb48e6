"""Rows of "Needs you", each with the deed that mends it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from oms.models import Shop


@dataclass(frozen=True)
class Need:
    """One row of "Needs you". `template` draws it with `need` in its context; `grave` ones come first, `quiet` ones
    are folded away under the others.
    """

    template: str
    context: Any
    grave: bool = False
    quiet: bool = False


# Stands on a room's card. Asks a fixed number of queries, and answers with a bound list.
NeedMaker = Callable[[HttpRequest, Shop | None], list[Need]]


def needs(makers: Iterable[NeedMaker], request: HttpRequest, shop: Shop | None) -> list[Need]:
    """Collects the rows: grave ones first, otherwise in their makers' order."""
    rows = [row for maker in makers for row in maker(request, shop)]
    return sorted(rows, key=lambda row: not row.grave)
