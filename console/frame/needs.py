"""What needs somebody, each with the deed that mends it. A module adds its own with `@need`."""

from collections.abc import Callable
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


Maker = Callable[[HttpRequest, Shop | None], list[Need]]
_MAKERS: list[Maker] = []


def need(maker: Maker) -> Maker:
    """Each maker asks a fixed number of queries, and answers with a bound list."""
    _MAKERS.append(maker)
    return maker


def needs(request: HttpRequest, shop: Shop | None) -> list[Need]:
    """Grave ones first, otherwise in the order in which the makers were registered."""
    found = [one for maker in _MAKERS for one in maker(request, shop)]
    return sorted(found, key=lambda one: not one.grave)
