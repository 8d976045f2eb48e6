"""One order: its items and where they are, payments, returns, what a person should look at, and all that touched it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from console.page import render
from console.presentation.unmapped import mapping_page
from console.roles import Role, requires, role_of
from jobs.models import RunChange
from oms.models import OrderAddress, OrderHeader
from oms.orders.by_hand import may_be_approved
from webhooks.models import WebhookEvent

_TOUCHES = 50


@requires("viewer")
@require_safe
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Who bought, and where they live, is for operators: viewers see the place and the country."""
    found = get_object_or_404(OrderHeader.objects.select_related("shop", "store"), pk=pk)
    named = role_of(request.user) >= Role.OPERATOR
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
        "statuses": found.status_history.select_related("item").order_by("-id")[:_TOUCHES],
        "runs": _runs(found),
        "events": WebhookEvent.objects.filter(shop=found.shop, lane=f"order:{found.gid.rpartition('/')[2]}")
        .defer("body", "headers")
        .order_by("-id")[:_TOUCHES],
    }
    return render(request, "console/order.html", context, close=True, shop=found.shop)


def _runs(order: OrderHeader) -> list[RunChange]:
    """By the order's name, which an index finds, and then by the order itself."""
    changes = RunChange.objects.filter(
        reference__icontains=order.name, object_type=order._meta.label_lower, object_id=str(order.pk)
    )
    return list(changes.select_related("run").order_by("-id")[:_TOUCHES])


def _lines(address: OrderAddress, named: bool) -> list[str]:
    who = [address.name, address.company, address.address1, address.address2] if named else []
    place = " ".join(part for part in (address.zip if named else "", address.city) if part)
    land = ", ".join(part for part in (address.province_code, address.country_code) if part)
    return [part for part in (*who, place, land, address.phone if named else "") if part]
