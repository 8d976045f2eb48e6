"""Builds Django admin's site: name, side bar by subject, content policy."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from console.frame.roles import public

# Subject, then the models of the `oms` app that belong to it, most looked at first.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "Orders": (
        "orderheader",
        "orderitem",
        "orderitemshipgroup",
        "orderpaymentpreference",
        "orderadjustment",
        "orderaddress",
        "orderstatushistory",
        "orderexception",
    ),
    "Products": (
        "product",
        "productcategory",
        "productcategorymember",
        "producttag",
        "productfeature",
        "productfeaturetype",
        "productfeatureappl",
        "goodidentification",
        "productexception",
    ),
    "Stock": ("inventorylevel", "inventorydetail", "productfacility"),
    "Facilities": ("facility", "facilitygroup", "facilitygroupmember", "shipmentmethod", "postalcode"),
    "Shops": (
        "productstore",
        "shop",
        "shopifyconnection",
        "shoplocation",
        "shopproduct",
        "shopcategory",
        "shopshippingmethod",
    ),
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The side bar: the subjects, then every other app with a registered model under its own name."""
    registered = {model._meta.model_name: options for model, options in admin.site._registry.items()}
    groups: dict[str, list[dict[str, Any]]] = {}
    placed: set[str | None] = set()
    for subject, names in SUBJECTS.items():
        groups[subject] = list(_items(request, [registered[name] for name in names if name in registered]))
        placed.update(names)
    for name, options in registered.items():
        if name not in placed:
            title = str(options.opts.app_config.verbose_name)
            groups.setdefault(title, []).extend(_items(request, [options]))
    return [{"title": title, "collapsible": True, "items": items} for title, items in groups.items()]


def _items(request: HttpRequest, options: list[Any]) -> Iterator[dict[str, Any]]:
    for one in options:
        if one.has_view_permission(request):
            name = f"admin:{one.opts.app_label}_{one.opts.model_name}_changelist"
            # The theme marks the title as safe; a model's name comes from our code alone.
            title = str(one.opts.verbose_name_plural)
            yield {"title": title[:1].upper() + title[1:], "link": reverse(name)}


def clock(request: HttpRequest) -> list[str]:
    """Labels every page with the clock of its times and forms.

    That is UTC, not the shop's as in the console: a form there could not be saved with a time in the hour that autumn
    has twice.
    """
    return [f"Times in {timezone.get_current_timezone_name()}", "info"]


@public
def admin_login(request: HttpRequest) -> HttpResponseBase:
    """One door for the console and the records: who is in already and came here may not see them."""
    if request.user.is_authenticated:
        raise PermissionDenied("The records are for admins.")
    return redirect_to_login(request.GET.get("next", "") or reverse("admin:index"))


class AdminPolicy:
    """Under /admin/ the theme's Alpine.js evaluates expressions of its own templates, and sets inline styles.

    Nowhere else is either allowed, and inline scripts are allowed nowhere. Stands inside CSPMiddleware.
    """

    UPDATE = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.resolver_match and "admin" in request.resolver_match.app_names:
            response._csp_update = self.UPDATE  # type: ignore[attr-defined]
        return response
