"""The sections of an order's page that are of orders themselves."""

from typing import Any

from django.http import HttpRequest

from console.frame.order_sections import OrderSection
from console.frame.request_text import from_address
from console.frame.roles import Role, role_of
from console.lists.paging import BY_ID
from console.orders.activity import SHOWN, activity_of
from console.presentation.mapping_links import mapping_page
from jobs.engine.run import Run
from oms.models import OrderAddress, OrderHeader


def items(request: HttpRequest, order: OrderHeader) -> dict[str, Any]:
    """Items with their state and place, and what a person should look at."""
    return {
        "items": order.items.select_related("ship_group__facility", "ship_group__method").order_by("seq"),
        "exceptions": order.exceptions.order_by("resolved_at", "id"),
        "mapping": mapping_page(request.user, order.shop_id),
    }


def returns(request: HttpRequest, order: OrderHeader) -> dict[str, Any]:
    return {"returns": order.returns.prefetch_related("items__facility", "items__product").order_by("id")}


def statuses(request: HttpRequest, order: OrderHeader) -> dict[str, Any]:
    """A page of its changes, newest first."""
    mark = from_address(request, "life", 19)
    page = BY_ID.page(order.status_history.select_related("item"), mark, SHOWN)
    return {"statuses": page.rows, "earlier": page.next, "mark": mark}


def activity(request: HttpRequest, order: OrderHeader) -> dict[str, Any]:
    """The runs and webhooks that touched it, as far as they are kept."""
    return {"touched": activity_of(order), "shown": SHOWN, "changes_kept": Run.CHANGES_KEPT}


def facts(request: HttpRequest, order: OrderHeader) -> dict[str, Any]:
    """Its customer, addresses and payments.

    Names and streets are for operators: viewers see the place and the country.
    """
    named = role_of(request.user) >= Role.OPERATOR
    return {
        "named": named,
        "addresses": [(address, _lines(address, named)) for address in order.addresses.order_by("-kind")],
        "payments": order.payments.order_by("id"),
        "adjustments": order.adjustments.order_by("kind", "seq"),
    }


def _lines(address: OrderAddress, named: bool) -> list[str]:
    who = [address.name, address.company, address.address1, address.address2] if named else []
    place = " ".join(part for part in (address.zip if named else "", address.city) if part)
    land = ", ".join(part for part in (address.province_code, address.country_code) if part)
    return [part for part in (*who, place, land, address.phone if named else "") if part]


# What other rooms add stands between how the order is now and how it came about.
NOW = (
    OrderSection("items", "console/orders/order/items.html", items),
    OrderSection("returns", "console/orders/order/returns.html", returns),
)
PAST = (
    OrderSection("statuses", "console/orders/order/statuses.html", statuses),
    OrderSection("touched", "console/orders/order/touched.html", activity),
    OrderSection("facts", "console/orders/order/facts.html", facts, beside=True),
)
