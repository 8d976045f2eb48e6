"""Finds the shop that a page is about; keeps links with it.

The one its address names, else the first.
"""

from collections.abc import Sequence
from typing import cast

from django.http import HttpRequest
from django.urls import reverse

from oms.models import Shop

_ACTIVE = Shop.objects.filter(is_active=True).order_by("id")


def active_shops(request: HttpRequest) -> list[Shop]:
    """The active shops, asked once per request."""
    known = getattr(request, "_shops", None)
    if known is None:
        known = list(_ACTIVE.all())
        request._shops = known  # type: ignore[attr-defined]
    return cast(list[Shop], known)


def current_shop(request: HttpRequest) -> Shop | None:
    """The shop named by `?shop=ID`, or by `_shop` in a form.

    A shop that isn't there counts for none named.
    """
    shops = active_shops(request)
    named = request.POST.get("_shop") or request.GET.get("shop") or ""
    return next((shop for shop in shops if str(shop.pk) == named), shops[0] if shops else None)


def named_in_query(shops: Sequence[Shop], shop: Shop | None) -> str:
    """The end of an address that names the shop.

    "" where there is only one, so that nobody can land on another.
    """
    return f"?shop={shop.pk}" if shop and len(shops) > 1 else ""


def page_of_shop(request: HttpRequest, name: str, *args: str, shop: Shop | None = None) -> str:
    """The address of a page about `shop`, else about the current one."""
    query = named_in_query(active_shops(request), shop or current_shop(request))
    return reverse(f"console:{name}", args=args) + query
