"""One order: its items and where they are, payments, returns, what a person should look at, and what touched it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from console.frame.page import render, text
from console.frame.roles import Role, requires, role_of
from console.orders.activity import SHOWN, touched
from console.presentation.mapping_links import mapping_page
from jobs.engine import run as engine_run
from oms.models import OrderAddress, OrderHeader, OrderStatusHistory
from oms.orders.manual_approval import may_be_approved


@requires("viewer")
@require_safe
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Who bought, and where they live, is for operators: viewers see the place and the country."""
    found = get_object_or_404(OrderHeader.objects.select_related("shop", "store"), pk=pk)
    named = role_of(request.user) >= Role.OPERATOR
    statuses, earlier, mark = _life(request, found)
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
        "statuses": statuses,
        "earlier": earlier,
        "mark": mark,
        "touched": touched(found),
        "shown": SHOWN,
        "changes_kept": engine_run.CHANGES_KEPT,
    }
    return render(request, "console/orders/order.html", context, close=True, shop=found.shop)


def _life(request: HttpRequest, order: OrderHeader) -> tuple[list[OrderStatusHistory], str, str]:
    """A page of what happened, newest first; the mark at which the next goes on ("" = that was all); this page's."""
    mark = text(request, "life", 19)
    changes = order.status_history.select_related("item").order_by("-id")
    if mark.isdecimal() and len(mark) < 19:
        changes = changes.filter(pk__lt=int(mark))
    found = list(changes[: SHOWN + 1])
    return found[:SHOWN], str(found[SHOWN - 1].pk) if len(found) > SHOWN else "", mark


def _lines(address: OrderAddress, named: bool) -> list[str]:
    who = [address.name, address.company, address.address1, address.address2] if named else []
    place = " ".join(part for part in (address.zip if named else "", address.city) if part)
    land = ", ".join(part for part in (address.province_code, address.country_code) if part)
    return [part for part in (*who, place, land, address.phone if named else "") if part]
