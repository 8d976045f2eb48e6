"""Sections that rooms add to categories' pages.

Each asks for its news at an address of its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from console.frame.live import SLOW, Live
from console.frame.page import frame, private, zone_of
from console.frame.shops import current_shop
from jobs.categories import Category
from oms.models import Shop


class Place(Enum):
    ABOVE = "above the jobs"
    BELOW = "below the jobs"


@dataclass(frozen=True)
class Panel:
    """One section of the pages of these categories.

    `name` stands in its address; `content` makes what `template` shows as `panel`, None where there is nothing to show;
    `pace`: seconds from one question for news to the next.
    """

    name: str
    title: str
    categories: tuple[Category, ...]
    template: str
    content: Callable[[HttpRequest, Category, Shop | None], Any]
    place: Place = Place.BELOW
    pace: int = SLOW

    @property
    def region(self) -> str:
        return f"panel-{self.name}-content"


def drawn(request: HttpRequest, panels: Iterable[Panel], category: Category, place: Place) -> list[SafeString]:
    """Draws the panels at this place of the category's page."""
    chosen = [panel for panel in panels if category in panel.categories and panel.place is place]
    return [html for panel in chosen if (html := _draw(request, panel, category, _live(request, panel, category)))]


def news(request: HttpRequest, panel: Panel, category: Category) -> HttpResponse:
    """Answers with the panel's regions that changed since the page asked."""
    live = _live(request, panel, category)
    changed = live.changed() if _draw(request, panel, category, live) else ""
    return private(HttpResponse(changed, status=200 if changed else 204))


def _live(request: HttpRequest, panel: Panel, category: Category) -> Live:
    page = reverse("console:category", args=[category.slug])
    address = reverse("console:panel", args=[category.slug, panel.name])
    return Live(request, panel.pace, page=page, news=address, poller=f"poller-{panel.name}")


def _draw(request: HttpRequest, panel: Panel, category: Category, live: Live) -> SafeString:
    shop = current_shop(request)
    content = panel.content(request, category, shop)
    if content is None:
        return SafeString()
    zone = zone_of(shop)
    context = {**frame(request), "zone": zone, "live": live, "card": panel, "category": category, "panel": content}
    with timezone.override(zone):
        return render_to_string("console/frame/parts/panel.html", context, request)
