"""What a category's page shows beside its jobs. A module adds a panel with `@panel(Category.ORDERS)`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from jobs.categories import Category
from oms.models import Shop


@dataclass(frozen=True)
class Panel:
    """One section of the page: a template under console/ and what it needs, as `panel` in it."""

    template: str
    context: Any


Maker = Callable[[HttpRequest, Category, Shop | None], Panel | None]
_MAKERS: dict[Category, list[Maker]] = {}


def panel(*categories: Category) -> Callable[[Maker], Maker]:
    def register(maker: Maker) -> Maker:
        for category in categories:
            _MAKERS.setdefault(category, []).append(maker)
        return maker

    return register


def panels(request: HttpRequest, category: Category, shop: Shop | None) -> list[Panel]:
    """In the order registered; a maker that answers None has nothing to show."""
    made = (maker(request, category, shop) for maker in _MAKERS.get(category, ()))
    return [one for one in made if one]
