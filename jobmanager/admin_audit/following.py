"""Does what an edit in Django admin sets off, in its transaction."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest

from console.frame.responses import actor
from jobs.audit import Actor
from jobs.services.follow_mapping import methods_mapped, places_mapped
from oms.models import Shop, ShopLocation, ShopShippingMethod

# Each says what happened, "" if nothing did, and leaves an audit row of its own.
_DEEDS: dict[type[Model], Callable[[Shop, Actor], str]] = {
    ShopShippingMethod: methods_mapped,
    ShopLocation: places_mapped,
}


def follow(request: HttpRequest, model: type[Model], pks: Iterable[Any]) -> None:
    """Lets orders follow for the shops of the saved rows; the page says what came of it."""
    deed, saved = _DEEDS.get(model), list(pks)
    if deed is None or not saved:
        return
    shops = model._default_manager.filter(pk__in=saved).values("shop")
    for shop in Shop.objects.filter(pk__in=shops):
        if told := deed(shop, actor(request)):
            messages.info(request, told)
