"""Shape of an order as the OMS holds it.

Names and streets of customers are for operators: viewers get null.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema

from oms.models import OrderAddress, OrderHeader, OrderItem


class OrderOut(Schema):
    id: int
    shop: str
    gid: str
    name: str
    channel: str
    order_date: datetime
    status: str
    not_approved: str
    currency: str
    grand_total: Decimal
    current_total: Decimal
    financial_status: str
    fulfillment_status: str
    cancel_reason: str
    cancelled_at: datetime | None
    tags: list[str]
    customer_name: str | None
    customer_email: str | None


class OrderPage(Schema):
    """`next` goes into `after` of the next call; null = that was all."""

    orders: list[OrderOut]
    next: str | None


class ItemOut(Schema):
    """`facility` is the queue or the place where these units wait or ship from."""

    id: int
    seq: int
    line_gid: str
    sku: str
    name: str
    quantity: int
    price: Decimal
    discounted_price: Decimal
    status: str
    facility: str
    presell_type: str
    promised_date: date | None
    current_promise_date: date | None
    auto_cancel_date: date | None


class AddressOut(Schema):
    """What is left for a viewer is the city and the land."""

    kind: str
    name: str | None
    company: str | None
    address1: str | None
    address2: str | None
    zip: str | None
    phone: str | None
    city: str
    province_code: str
    country_code: str


class PaymentOut(Schema):
    kind: str
    status: str
    amount: Decimal
    currency: str
    gateway: str


class ReturnedOut(Schema):
    """Units that came back. `facility` is where they are in stock again."""

    id: int
    returned: str
    status: str
    sku: str
    quantity: int
    reason: str
    restock_status: str
    facility: str | None
    damaged_at: datetime | None


class ExceptionOut(Schema):
    """What a person should look at; over since `resolved_at`."""

    kind: str
    message: str
    raised_at: datetime
    resolved_at: datetime | None


class OrderWhole(Schema):
    order: OrderOut
    items: list[ItemOut]
    addresses: list[AddressOut]
    payments: list[PaymentOut]
    returns: list[ReturnedOut]
    exceptions: list[ExceptionOut]


_SAME = (
    "gid", "name", "channel", "order_date", "status", "not_approved", "currency", "grand_total", "current_total",
    "financial_status", "fulfillment_status", "cancel_reason", "cancelled_at", "tags",
)  # fmt: skip
_ITEM = (
    "seq", "line_gid", "sku", "name", "quantity", "price", "discounted_price", "status", "presell_type",
    "promised_date", "current_promise_date", "auto_cancel_date",
)  # fmt: skip
_PERSON = ("name", "company", "address1", "address2", "zip", "phone")
_RETURNED = ("quantity", "reason", "restock_status", "damaged_at")


def order_out(order: OrderHeader, named: bool) -> OrderOut:
    return OrderOut(
        id=order.pk,
        shop=order.shop.domain,
        customer_name=order.customer_name if named else None,
        customer_email=order.customer_email if named else None,
        **{name: getattr(order, name) for name in _SAME},
    )


def whole_out(order: OrderHeader, named: bool) -> OrderWhole:
    """In a fixed number of queries."""
    returned = order.returns.prefetch_related("items__facility", "items__product").order_by("id")
    return OrderWhole(
        order=order_out(order, named),
        items=[_item(item) for item in order.items.select_related("ship_group__facility").order_by("seq")],
        addresses=[_address(address, named) for address in order.addresses.order_by("-kind")],
        payments=[PaymentOut.from_orm(payment) for payment in order.payments.order_by("id")],
        returns=[
            ReturnedOut(
                id=item.pk,
                returned=header.name,
                status=header.status,
                sku=item.product.sku if item.product else "",
                facility=item.facility.code if item.facility else None,
                **{name: getattr(item, name) for name in _RETURNED},
            )
            for header in returned
            for item in header.items.all()
        ],
        exceptions=[ExceptionOut.from_orm(exception) for exception in order.exceptions.order_by("id")],
    )


def _item(item: OrderItem) -> ItemOut:
    facility = item.ship_group.facility.code
    return ItemOut(id=item.pk, facility=facility, **{name: getattr(item, name) for name in _ITEM})


def _address(one: OrderAddress, named: bool) -> AddressOut:
    person: dict[str, Any] = {name: getattr(one, name) if named else None for name in _PERSON}
    place = {name: getattr(one, name) for name in ("kind", "city", "province_code", "country_code")}
    return AddressOut(**person, **place)
