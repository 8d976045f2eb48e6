"""Where a shop's shipping methods are mapped, for those who may."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.urls import reverse

_NEEDED = ("oms.change_shop", "oms.add_shopshippingmethod")


def mapping_page(user: AbstractBaseUser | AnonymousUser, shop_id: int) -> str:
    """The shop's page among the records, where its titles stand beside our methods; "" for those who may not."""
    may = isinstance(user, User) and user.is_staff and user.has_perms(_NEEDED)
    return reverse("admin:oms_shop_change", args=[shop_id]) if may else ""
