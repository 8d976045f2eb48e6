"""Defines the searches of customers."""

from sandbox.search.field_kinds import amount, exact
from sandbox.search.fields import Field, Table
from sandbox.search.roots import unsupported_fields
from sandbox.search.roots.common import SortKeys, at, attribute, by_id, metafields, sorts, tags, text_of
from sandbox.state.records import Customer
from sandbox.state.store import Store


def table(store: Store) -> Table:
    def orders_count(customer: Customer) -> int:
        return len(store.indexes.orders_of_customer.get(customer.id, ()))

    fields = {
        "id": by_id(store.customers),
        "email": attribute("email"),
        "phone": attribute("phone"),
        "first_name": attribute("first_name"),
        "last_name": attribute("last_name"),
        "country": Field(exact, lambda one: one.default_address.country if one.default_address else None),
        "customer_date": at("created_at"),
        "updated_at": at("updated_at"),
        "orders_count": Field(amount, orders_count),
        **tags(),
    }
    text = text_of(lambda one: (one.first_name, one.last_name, one.email, one.phone, *one.tags))
    return Table(fields, text, unsupported_fields.CUSTOMERS, metafields(store))


def sort_keys(store: Store) -> SortKeys:
    return sorts(
        "created_at",
        "updated_at",
        NAME=lambda one: f"{one.last_name}, {one.first_name}".casefold(),
        LOCATION=lambda one: one.default_address.city.casefold() if one.default_address else None,
    )
