"""Finds the shop that a page is about.

The one its address names, else the first.
"""

from typing import cast

from django.http import HttpRequest

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
