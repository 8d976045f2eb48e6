"""Places a customer's order."""

from collections.abc import Sequence
from decimal import Decimal

from sandbox.builders.order_lines import line_of, tax
from sandbox.rules import payment
from sandbox.rules.errors import Refused
from sandbox.rules.lock import change
from sandbox.rules.routing import assign, route
from sandbox.state import totals
from sandbox.state.base import ZERO, money
from sandbox.state.records import Address, Attribute, Customer, LineItem, Order, ShippingLine, Variant
from sandbox.state.store import Store

PAYMENTS = ("paid", "authorized", "pending")


@change
def place_order(
    store: Store,
    bought: Sequence[tuple[Variant, int]],
    *,
    customer: Customer | None = None,
    email: str | None = None,
    shipping_address: Address | None = None,
    shipping: Decimal = ZERO,
    shipping_title: str = "Standard",
    tax_rate: str = "0",
    pay: str = "paid",
    note: str | None = None,
    tags: Sequence[str] = (),
    attributes: Sequence[Attribute] = (),
    location_id: int | None = None,
    source: str = "web",
    test: bool = False,
) -> Order:
    """Places the order and commits units where they will ship.

    `pay`: paid | authorized | pending. `tax_rate` as text, "0.0625". Announces orders/create, and then what the payment
    calls for.
    """
    _check(bought, pay)
    lines = [line_of(store, variant, units) for variant, units in bought]
    for line in lines:
        tax(line, "Sales tax", tax_rate)
    split = route(store, [(line, line.quantity) for line in lines], location_id=location_id)
    order = _record(store, lines, customer=customer)
    order.email = email or order.email
    order.shipping_address = shipping_address or order.shipping_address
    order.billing_address = order.shipping_address
    order.note, order.tags, order.custom_attributes = note, sorted(set(tags)), list(attributes)
    order.source_name, order.test = source, test
    if any(line.requires_shipping for line in lines):
        order.shipping_lines = [
            ShippingLine(
                id=store.next_id("ShippingLine"),
                title=shipping_title,
                code=shipping_title,
                original_price=money(shipping),
            )
        ]
    assign(store, order, split)
    store.add(totals.refresh(order))
    store.announce("orders/create", order)
    _settle(store, order, pay)
    return order


def _check(bought: Sequence[tuple[Variant, int]], pay: str) -> None:
    if not bought:
        raise Refused("Line items must have at least one line item", "INVALID", ["lineItems"])
    if any(units < 1 for _, units in bought):
        raise Refused("Quantity must be greater than 0", "INVALID", ["lineItems", "quantity"])
    if pay not in PAYMENTS:
        raise Refused(f"Payment must be one of {', '.join(PAYMENTS)}", "INVALID", ["pay"])


def _record(store: Store, lines: list[LineItem], *, customer: Customer | None) -> Order:
    now, number = store.clock.now(), store.next_id("OrderNumber")
    return Order(
        id=store.next_id("Order"),
        created_at=now,
        updated_at=now,
        processed_at=now,
        number=number,
        name=f"#{number}",
        customer_id=customer.id if customer else None,
        email=customer.email if customer else None,
        phone=customer.phone if customer else None,
        shipping_address=customer.default_address if customer else None,
        currency_code=store.shop.currency_code,
        presentment_currency_code=store.shop.currency_code,
        taxes_included=store.shop.taxes_included,
        line_items=lines,
    )


def _settle(store: Store, order: Order, pay: str) -> None:
    if order.total_price <= ZERO:
        store.announce("orders/paid", order)
    elif pay == "paid":
        payment.pay(store, order)
    elif pay == "authorized":
        payment.authorize(store, order)
