"""Where it is said what of a shop stands for what of ours, for those who may."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.urls import reverse

Somebody = AbstractBaseUser | AnonymousUser


def mapping_page(user: Somebody, shop_id: int) -> str:
    """The shop's page among the records, where its titles stand beside our methods; "" for those who may not."""
    return _page(user, shop_id, "oms.add_shopshippingmethod")


def places_page(user: Somebody, shop_id: int) -> str:
    """The same page, where its locations stand beside our facilities."""
    return _page(user, shop_id, "oms.change_shoplocation")


def _page(user: Somebody, shop_id: int, needed: str) -> str:
    may = isinstance(user, User) and user.is_staff and user.has_perms(("oms.change_shop", needed))
    return reverse("admin:oms_shop_change", args=[shop_id]) if may else ""
