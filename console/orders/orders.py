"""Lists all orders, filtered and page by page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from console.frame.notes import Note
from console.frame.page import render
from console.frame.request_text import from_address, from_form
from console.frame.responses import answer
from console.frame.roles import Role, requires, role_of
from console.orders.filters import OrderFilters, of_customer, page, to_look_at
from oms.models import OrderExceptionKind, OrderHeader, OrderStatus

SIZE = 50


@requires("viewer")
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """Lists orders; names of customers are for operators."""
    filters, before = OrderFilters.of(request.GET), from_address(request, "before")
    shown = page(filters, before, SIZE)
    context = {
        "filters": filters,
        "statuses": OrderStatus.choices,
        "looks": [("1", "Needs a person"), *OrderExceptionKind.choices],
        "orders": shown.rows,
        "look": to_look_at(shown.rows),
        "before": before,
        "older": shown.next,
        "named": role_of(request.user) >= Role.OPERATOR,
    }
    return render(request, "console/orders/page.html", context, close=not before)


@requires("operator")
@require_POST
def of_email(request: HttpRequest) -> HttpResponse:
    """Leads to the orders of the customer with this e-mail.

    Asked by POST, and answered by an order's id: an address is written down in many places.
    """
    email = from_form(request, "email", 320)
    newest = OrderHeader.objects.filter(of_customer(email)).order_by("-order_date", "-id").only("pk").first()
    if newest is None:
        return answer(request, Note("No order has this e-mail.", "warning"), reverse("console:orders"))
    return redirect(f"{reverse('console:orders')}?{OrderFilters(like=str(newest.pk)).query}")
