"""Resolves payments, captures, voids and refunds of money."""

from sandbox.admin_api.types.lookup import numbered, order_behind
from sandbox.admin_api.types.money import bags
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import Order, Transaction

RESOLVERS = Resolvers()


bags(RESOLVERS, "OrderTransaction", {"amountSet": "amount"})


@RESOLVERS.field("OrderTransaction", "order")
def order(transaction: Transaction, ctx: Context) -> Order:
    return order_behind(ctx, transaction.GID_TYPE, transaction.id)


@RESOLVERS.field("OrderTransaction", "parentTransaction")
def parent(transaction: Transaction, ctx: Context) -> Transaction | None:
    if transaction.parent_id is None:
        return None
    return numbered(order_behind(ctx, transaction.GID_TYPE, transaction.id).transactions, transaction.parent_id)
