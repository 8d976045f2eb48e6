"""Defines the searches of orders."""

from collections.abc import Iterable

from sandbox.search.field_kinds import amount, boolean, choice, exact, identifier, same_words
from sandbox.search.fields import Field, Table
from sandbox.search.roots import unsupported_fields
from sandbox.search.roots.common import SortKeys, at, attribute, by_id, metafields, sorts, tags, text_of
from sandbox.state.records import Order
from sandbox.state.store import Store

_FINANCIAL = same_words(
    "authorized", "expired", "paid", "partially_paid", "partially_refunded", "pending", "refunded", "voided"
)
_UNSHIPPED = frozenset({"UNFULFILLED", "OPEN", "SCHEDULED", "ON_HOLD", "REQUEST_DECLINED", "IN_PROGRESS"})
_FULFILLMENT = {
    **same_words("fulfilled", "on_hold", "request_declined", "scheduled", "in_progress"),
    "shipped": frozenset({"FULFILLED"}),
    "partial": frozenset({"PARTIALLY_FULFILLED"}),
    "partially_fulfilled": frozenset({"PARTIALLY_FULFILLED"}),
    "unshipped": _UNSHIPPED,
    "unfulfilled": _UNSHIPPED | {"PARTIALLY_FULFILLED"},
}
_RETURN = same_words("return_requested", "in_progress", "inspection_complete", "returned", "return_failed", "no_return")
_STATUS = {
    "open": frozenset({"open"}),
    "closed": frozenset({"closed"}),
    "cancelled": frozenset({"cancelled"}),
    "not_closed": frozenset({"open", "cancelled"}),
    "any": frozenset({"open", "closed", "cancelled"}),
}
_DELIVERY = {
    "shipping": frozenset({"SHIPPING"}),
    "pick-up": frozenset({"PICK_UP"}),
    "retail": frozenset({"RETAIL"}),
    "local": frozenset({"LOCAL"}),
    "none": frozenset({"NONE"}),
}


def table(store: Store) -> Table:
    def customers_orders(text: str) -> Iterable[Order] | None:
        number = text.rpartition("/")[2]
        return store.orders_of_customer(int(number)) if number.isascii() and number.isdigit() else []

    def named(text: str) -> Iterable[Order] | None:
        found = [store.order_by_name(name) for name in dict.fromkeys((text, f"#{text}"))]
        return [order for order in found if order is not None] or None

    fields = {
        "id": by_id(store.orders),
        "name": Field(exact, lambda order: [order.name, order.name.lstrip("#")], named),
        "created_at": at("created_at"),
        "updated_at": at("updated_at"),
        "processed_at": at("processed_at"),
        "email": attribute("email"),
        "customer_id": Field(identifier, lambda order: order.customer_id, customers_orders),
        "financial_status": Field(choice(_FINANCIAL), lambda order: order.display_financial_status),
        "fulfillment_status": Field(choice(_FULFILLMENT), lambda order: order.display_fulfillment_status),
        "return_status": Field(choice(_RETURN), lambda order: order.return_status),
        "risk_level": Field(
            choice(same_words("high", "medium", "low", "none", "pending")), lambda order: order.risk_level
        ),
        "status": Field(choice(_STATUS), lambda order: order.status),
        "test": Field(boolean, lambda order: order.test),
        "sku": Field(exact, lambda order: [line.sku for line in order.line_items if line.sku]),
        "source_name": attribute("source_name"),
        "discount_code": Field(exact, lambda order: order.discount_codes[0] if order.discount_codes else None),
        "gateway": Field(exact, lambda order: order.payment_gateway_names),
        "payment_id": Field(exact, lambda order: [one.payment_id for one in order.transactions if one.payment_id]),
        "delivery_method": Field(choice(_DELIVERY), lambda order: [o.method_type for o in order.fulfillment_orders]),
        "location_id": Field(identifier, lambda order: order.retail_location_id),
        "fulfillment_location_id": Field(identifier, lambda order: [one.location_id for one in order.fulfillments]),
        "reference_location_id": Field(identifier, _places),
        "current_total_price": Field(amount, lambda order: order.current_total_price),
        "subtotal_line_items_quantity": Field(amount, units),
        **tags(),
    }
    return Table(fields, text_of(lambda order: _words(store, order)), unsupported_fields.ORDERS, metafields(store))


def _places(order: Order) -> list[int]:
    places = [one.location_id for one in order.fulfillments]
    places += [line.location_id for refund in order.refunds for line in refund.lines if line.location_id]
    return places + ([order.retail_location_id] if order.retail_location_id else [])


def units(order: Order) -> int:
    return sum(line.quantity for line in order.line_items)


def _words(store: Store, order: Order) -> Iterable[str | None]:
    yield from (order.name, order.name.lstrip("#"), order.email, order.note)
    customer = store.customers.get(order.customer_id or 0)
    if customer is not None:
        yield from (customer.first_name, customer.last_name, customer.email)
    if order.shipping_address is not None:
        yield from (order.shipping_address.name, order.shipping_address.city, order.shipping_address.zip)
    for line in order.line_items:
        yield from (line.title, line.sku)


def sort_keys(store: Store) -> SortKeys:
    def customer_name(order: Order) -> str | None:
        customer = store.customers.get(order.customer_id or 0)
        return f"{customer.last_name}, {customer.first_name}".casefold() if customer else None

    return sorts(
        "created_at",
        "updated_at",
        "processed_at",
        "total_price",
        "current_total_price",
        FINANCIAL_STATUS=lambda order: order.display_financial_status,
        FULFILLMENT_STATUS=lambda order: order.display_fulfillment_status,
        ORDER_NUMBER=lambda order: order.number,
        TOTAL_ITEMS_QUANTITY=units,
        CUSTOMER_NAME=customer_name,
        DESTINATION=lambda order: order.shipping_address.city.casefold() if order.shipping_address else None,
    )
