"""Payments, captures, voids and refunds of money."""

from sandbox.graphql.context import Context
from sandbox.graphql.registry import field
from sandbox.graphql.types.money import bags
from sandbox.graphql.types.owners import numbered, order_behind
from sandbox.state.records import Order, Transaction

bags("OrderTransaction", {"amountSet": "amount"})


@field("OrderTransaction", "order")
def order(transaction: Transaction, ctx: Context) -> Order:
    return order_behind(ctx, transaction.GID_TYPE, transaction.id)


@field("OrderTransaction", "parentTransaction")
def parent(transaction: Transaction, ctx: Context) -> Transaction | None:
    if transaction.parent_id is None:
        return None
    return numbered(order_behind(ctx, transaction.GID_TYPE, transaction.id).transactions, transaction.parent_id)
