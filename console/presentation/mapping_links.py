"""Links to the page where a shop's locations and methods are mapped."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.urls import reverse

Somebody = AbstractBaseUser | AnonymousUser


def mapping_page(user: Somebody, shop_id: int) -> str:
    """Links to where a shop's shipping methods are mapped.

    "" for those who may not open it.
    """
    return _page(user, shop_id, "oms.add_shopshippingmethod")


def places_page(user: Somebody, shop_id: int) -> str:
    """Links to where a shop's locations are mapped to facilities."""
    return _page(user, shop_id, "oms.change_shoplocation")


def _page(user: Somebody, shop_id: int, needed: str) -> str:
    may = isinstance(user, User) and user.is_staff and user.has_perms(("oms.change_shop", needed))
    return reverse("admin:oms_shop_change", args=[shop_id]) if may else ""
