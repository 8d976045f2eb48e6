"""Approves an order; logs returned units as damaged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from console.frame.notes import Note
from console.frame.responses import actor, answer
from console.frame.roles import requires
from jobs.services import NotPossible
from jobs.services.approve_order import approve_order
from jobs.services.log_damaged import log_damaged
from oms.models import OrderHeader, ReturnItem


@requires("operator")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    order = get_object_or_404(OrderHeader, pk=pk)
    back = reverse("console:order", args=[pk])
    try:
        approve_order(pk, actor(request))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), back)
    return answer(request, Note(f"Order {order} is approved."), back)


@requires("operator")
@require_POST
def damaged(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(ReturnItem.objects.select_related("header"), pk=pk)
    back = reverse("console:order", args=[item.header.order_id])
    try:
        log_damaged(pk, actor(request))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), back)
    units = "1 unit is" if item.quantity == 1 else f"{item.quantity:,} units are"
    return answer(request, Note(f"Logged as damaged: {units} out of stock again."), back)
