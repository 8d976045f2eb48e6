"""Switches a shop's topic on or off; notes one that Shopify removed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from console.frame.notes import Note
from console.frame.request_text import from_form
from console.frame.responses import actor, answer, back_to
from console.frame.roles import requires
from console.frame.shops import active_shops
from oms.models import Shop
from webhooks.services import NotPossible, acknowledge_removal, subscribe, unsubscribe


@requires("operator")
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Subscribes to a topic of a shop, or ends it."""
    shop, topic = _named(request)
    back = back_to(request, reverse("console:webhooks"))
    on = request.POST.get("on") == "1"
    try:
        (subscribe if on else unsubscribe)(shop, topic, actor(request))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), back)
    return answer(request, Note(f"{topic} is {'subscribed' if on else 'off'}."), back)


@requires("operator")
@require_POST
def removal_seen(request: HttpRequest) -> HttpResponse:
    shop, topic = _named(request)
    back = back_to(request, reverse("console:webhooks"))
    try:
        acknowledge_removal(shop, topic, actor(request))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), back)
    return answer(request, Note(f"Noted: Shopify had removed {topic}."), back)


def _named(request: HttpRequest) -> tuple[Shop, str]:
    number = request.POST.get("shop", "")
    shop = next((shop for shop in active_shops(request) if str(shop.pk) == number), None)
    if shop is None:
        raise Http404("There is no such shop.")
    return shop, from_form(request, "topic", 100)
