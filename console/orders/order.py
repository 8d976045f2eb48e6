"""Shows one order, section by section."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from console.frame.order_sections import OrderSection
from console.frame.page import render
from console.frame.roles import requires
from oms.models import OrderHeader
from oms.orders.manual_approval import may_be_approved


@requires("viewer")
@require_safe
def order(request: HttpRequest, pk: int, sections: Sequence[OrderSection]) -> HttpResponse:
    """`sections` are those of every room, in the order shown."""
    shown = get_object_or_404(OrderHeader.objects.select_related("shop", "store"), pk=pk)
    drawn = [(section, section.content(request, shown)) for section in sections]
    context = {
        "order": shown,
        "approvable": may_be_approved(shown),
        "sections": [(section, panel) for section, panel in drawn if not section.beside],
        "beside": [(section, panel) for section, panel in drawn if section.beside],
    }
    return render(request, "console/orders/order.html", context, close=True, shop=shown.shop)
