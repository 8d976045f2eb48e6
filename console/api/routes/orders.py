"""Calls about orders: find, read, approve, log returned units as damaged."""

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from ninja.errors import HttpError
from pydantic import Field

from console.api.auth import caller, needs, role
from console.api.fields import Body, Id, Text, only_known
from console.api.shapes.orders import OrderOut, OrderPage, OrderWhole, order_out, whole_out
from console.api.shops import shop_named
from console.frame.roles import Role
from console.orders.filters import BY_DATE, OrderFilters, page
from jobs.services.approve_order import approve_order
from jobs.services.log_damaged import log_damaged
from oms.models import OrderHeader

router = Router(tags=["orders"])


class OrdersWanted(Body):
    """`q` is an order's number or a part of its name; `needs_person`: something about it is open."""

    q: Text | None = None
    status: Literal["ORDER_CREATED", "ORDER_APPROVED", "ORDER_HOLD", "ORDER_COMPLETED", "ORDER_CANCELLED"] | None = None
    needs_person: bool = False
    shop: Text | None = None
    after: Text | None = Field(None, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=500)


def _named(request: HttpRequest) -> bool:
    return role(request) >= Role.OPERATOR


@router.get("/orders", response=OrderPage, auth=needs("viewer"), summary="Orders, newest first")
def list_orders(request: HttpRequest, wanted: Query[OrdersWanted]) -> OrderPage:
    only_known(request, OrdersWanted)
    if wanted.after and BY_DATE.read(wanted.after) is None:
        raise HttpError(422, "'after' is not the 'next' of a page.")
    shop = shop_named(wanted.shop) if wanted.shop else None
    filters = OrderFilters(
        q=wanted.q or "",
        status=wanted.status or "",
        look="1" if wanted.needs_person else "",
        shop=str(shop.pk) if shop else "",
    )
    found = page(filters, wanted.after or "", wanted.limit)
    return OrderPage(orders=[order_out(order, _named(request)) for order in found.rows], next=found.next or None)


@router.get("/orders/{pk}", response=OrderWhole, auth=needs("viewer"), summary="One order, with all that hangs on it")
def get_order(request: HttpRequest, pk: Id) -> OrderWhole:
    return whole_out(OrderHeader.objects.select_related("shop").get(pk=pk), _named(request))


@router.post("/orders/{pk}/approve", response=OrderOut, auth=needs("operator"), summary="Approve it by hand")
def approve(request: HttpRequest, pk: Id) -> OrderOut:
    """Only where the store approves its orders by hand; 409 says what stands against it."""
    approve_order(pk, caller(request))
    return order_out(OrderHeader.objects.select_related("shop").get(pk=pk), _named(request))


@router.post(
    "/returned-items/{pk}/damaged", response=OrderWhole, auth=needs("operator"), summary="Log returned units as damaged"
)
def damaged(request: HttpRequest, pk: Id) -> OrderWhole:
    """They leave stock again, once. The order they came back of."""
    item = log_damaged(pk, caller(request))
    return whole_out(OrderHeader.objects.select_related("shop").get(pk=item.header.order_id), _named(request))
