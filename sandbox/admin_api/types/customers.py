"""Resolves customers."""

from decimal import Decimal
from typing import Any

from sandbox.admin_api.types.money import amount
from sandbox.admin_api.types.nodes import record_of
from sandbox.admin_api.types.visible_orders import order_filter
from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.root_lists import counted, listed
from sandbox.state.records import Customer, Order

RESOLVERS = Resolvers()


@RESOLVERS.root("customer")
def customer(ctx: Context, id: str) -> Customer | None:
    return record_of(ctx, id, Customer)


@RESOLVERS.root("customers")
def customers(ctx: Context, **args: Any) -> Connection:
    return listed(ctx, "customers", args)


@RESOLVERS.root("customersCount")
def customers_count(ctx: Context, **args: Any) -> dict[str, Any]:
    return counted(ctx, "customers", args)


@RESOLVERS.field("Customer", "defaultEmailAddress")
def email(customer: Customer, ctx: Context) -> dict[str, Any] | None:
    return {"email_address": customer.email} if customer.email else None


@RESOLVERS.field("Customer", "defaultPhoneNumber")
def phone(customer: Customer, ctx: Context) -> dict[str, Any] | None:
    return {"phone_number": customer.phone} if customer.phone else None


@RESOLVERS.field("Customer", "numberOfOrders")
def number_of_orders(customer: Customer, ctx: Context) -> int:
    return len(ctx.store.indexes.orders_of_customer.get(customer.id, ()))


@RESOLVERS.field("Customer", "amountSpent")
def amount_spent(customer: Customer, ctx: Context) -> dict[str, Any]:
    orders = ctx.store.orders_of_customer(customer.id)
    return amount(ctx, sum((order.total_received - order.total_refunded for order in orders), Decimal("0.00")))


@RESOLVERS.field("Customer", "lastOrder")
def last_order(customer: Customer, ctx: Context) -> Order | None:
    return max(ctx.store.orders_of_customer(customer.id), key=lambda order: order.created_at, default=None)


@RESOLVERS.field("Customer", "orders")
def orders(customer: Customer, ctx: Context, query: str | None = None, sort_key: str = "ID", **args: Any) -> Connection:
    if query or sort_key != "ID":
        told = " ".join(part for part in (f"customer_id:{customer.id}", f"({query})" if query else "") if part)
        return listed(ctx, "orders", {**args, "query": told, "sort_key": sort_key}, order_filter(ctx))
    return page(ctx, ctx.store.orders_of_customer(customer.id), args, keep=order_filter(ctx))
