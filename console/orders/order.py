"""One order: its items and where they are, payments, returns, what a person should look at, and what touched it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from console.frame.page import render
from console.frame.roles import Role, requires, role_of
from console.frame.sent import from_address
from console.lists.paging import BY_ID
from console.orders.activity import SHOWN, touched
from console.presentation.mapping_links import mapping_page
from jobs.engine import run as engine_run
from oms.models import OrderAddress, OrderHeader
from oms.orders.manual_approval import may_be_approved


@requires("viewer")
@require_safe
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Who bought, and where they live, is for operators: viewers see the place and the country."""
    found = get_object_or_404(OrderHeader.objects.select_related("shop", "store"), pk=pk)
    named = role_of(request.user) >= Role.OPERATOR
    mark = from_address(request, "life", 19)
    statuses = BY_ID.page(found.status_history.select_related("item"), mark, SHOWN)
    context = {
        "order": found,
        "named": named,
        "approvable": may_be_approved(found),
        "items": found.items.select_related("ship_group__facility", "ship_group__method").order_by("seq"),
        "payments": found.payments.order_by("id"),
        "adjustments": found.adjustments.order_by("kind", "seq"),
        "addresses": [(one, _lines(one, named)) for one in found.addresses.order_by("-kind")],
        "returns": found.returns.prefetch_related("items__facility", "items__product").order_by("id"),
        "mapping": mapping_page(request.user, found.shop_id),
        "exceptions": found.exceptions.order_by("resolved_at", "id"),
        "statuses": statuses.rows,
        "earlier": statuses.next,
        "mark": mark,
        "touched": touched(found),
        "shown": SHOWN,
        "changes_kept": engine_run.CHANGES_KEPT,
    }
    return render(request, "console/orders/order.html", context, close=True, shop=found.shop)


def _lines(address: OrderAddress, named: bool) -> list[str]:
    who = [address.name, address.company, address.address1, address.address2] if named else []
    place = " ".join(part for part in (address.zip if named else "", address.city) if part)
    land = ", ".join(part for part in (address.province_code, address.country_code) if part)
    return [part for part in (*who, place, land, address.phone if named else "") if part]
