"""Renders a page with its frame, in its shop's time zone."""

import zoneinfo
from datetime import tzinfo
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from console.frame.live import CLOSE, FAST, PARAMETER, SLOW, Live
from console.frame.navigation import categories, places
from console.frame.notes import waiting
from console.frame.pins import pinned
from console.frame.roles import Role, role_of
from console.frame.shops import active_shops, current_shop
from oms.models import Shop

THEMES = ("auto", "light", "dark")


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    busy: bool = False,
    close: bool = False,
    shop: Shop | None = None,
    address: str = "",
) -> HttpResponse:
    """Renders the page; for one that asks for news, its changed regions.

    `address` is the page's own, for one that also answers a form sent elsewhere: it asks there, and is led back there.
    `busy` makes it ask more often, `close` every second. `shop` is the one of the page's record, when that is another
    than the chosen one: its times are in that zone, and its links lead to that shop.
    """
    path = address.partition("?")[0] or request.path
    live = Live(request, CLOSE if close else FAST if busy else SLOW, page=address, news=path)
    zone = zone_of(shop or current_shop(request))
    polled = asks_for_news(request)
    layout = "console/frame/bare.html" if polled else "console/frame/layout.html"
    whole = {**frame(request, shop), "zone": zone, "path": path, **context, "live": live, "layout": layout}
    with timezone.override(zone):
        html = render_to_string(template, whole, request)
    if polled:
        changed = live.changed()
        return private(HttpResponse(changed, status=200 if changed else 204))
    return private(HttpResponse(html, status=status))


def frame(request: HttpRequest, shop: Shop | None = None) -> dict[str, Any]:
    """The context of the layout; `shop` is that of the page's record."""
    role = role_of(request.user)
    return {
        "now": timezone.now(),
        "navigation": categories(),
        "places": places(),
        "pins": pinned(request),
        "path": request.path,
        "theme": theme(request),
        "role": role,
        "can_operate": role >= Role.OPERATOR,
        "can_admin": role >= Role.ADMIN,
        "shop": shop or current_shop(request),
        "of_record": shop is not None,
        "shops": active_shops(request),
        "demo": settings.DEMO,
        "notes": partial(waiting, request),
    }


def theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else "auto"


def zone_of(shop: Shop | None) -> tzinfo:
    try:
        return zoneinfo.ZoneInfo(shop.time_zone) if shop else timezone.get_default_timezone()
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()


def is_htmx(request: HttpRequest) -> bool:
    return bool(cast(HtmxDetails, request.htmx))  # type: ignore[attr-defined]


def asks_for_news(request: HttpRequest) -> bool:
    """Whether an open page wants its changed regions, and nothing else."""
    return is_htmx(request) and PARAMETER in request.GET


def private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
