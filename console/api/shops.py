"""Finds the shop that a call is about."""

from ninja.errors import HttpError

from oms.models import Shop


def shop_named(domain: str | None) -> Shop | None:
    """The shop of this domain; without one the only shop, or none.

    Raises 422 where that leaves a choice.
    """
    shops = list(Shop.objects.filter(domain=domain)[:1] if domain else Shop.objects.all()[:2])
    if domain and not shops:
        raise HttpError(422, f"There is no shop {domain!r}.")
    if len(shops) > 1:
        raise HttpError(422, "There are several shops: say which by its domain.")
    return shops[0] if shops else None


def shop_needed(domain: str | None) -> Shop:
    """The same where there must be one; 404 while no shop is connected."""
    shop = shop_named(domain)
    if shop is None:
        raise HttpError(404, "No shop is connected.")
    return shop
