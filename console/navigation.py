"""Where the frame of every page leads."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from jobs import registry
from jobs.categories import Category


@dataclass(frozen=True)
class Place:
    """`deep`: the pages below its address are part of it."""

    address: str
    icon: str
    label: str
    deep: bool = False


def categories() -> list[Category]:
    """Those that have a job; the others have no page."""
    return [category for category in Category if registry.by_category(category)]


def places() -> tuple[Place, ...]:
    """What leads from every page to the others; the same for everybody."""
    return _places(tuple(categories()))


@lru_cache(maxsize=8)
def _places(shown: tuple[Category, ...]) -> tuple[Place, ...]:
    return (
        Place(reverse("console:pipeline"), "gauge", "Pipeline"),
        *(Place(reverse("console:category", args=[one.slug]), one.value, one.label) for one in shown),
        Place(reverse("console:orders"), "search", "All orders"),
        Place(reverse("console:webhooks"), "webhook", "Webhooks", deep=True),
    )
