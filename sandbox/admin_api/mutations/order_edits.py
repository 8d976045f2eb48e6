"""Resolves orderEditBegin, orderEditSetQuantity and orderEditCommit."""

from typing import Any

from sandbox.admin_api.mutations.arguments import order_asked, refused, refusing
from sandbox.admin_api.types.calculated_orders import Calculated, CalculatedLine
from sandbox.admin_api.types.nodes import number_of, record_of
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.rules.order_edits import begin_edit, commit_edit, stage_quantity
from sandbox.state.records import Order, OrderEdit, make_gid

RESOLVERS = Resolvers()


@RESOLVERS.mutation("orderEditBegin")
def order_edit_begin(ctx: Context, id: str) -> dict[str, Any]:
    order = order_asked(ctx, id, ["id"], "The order does not exist.")
    with refusing():
        edit = begin_edit(ctx.store, order)
    return _payload(Calculated(edit, order))


@RESOLVERS.mutation("orderEditSetQuantity")
def order_edit_set_quantity(
    ctx: Context, *, id: str, line_item_id: str, quantity: int, restock: bool = False, location_id: str | None = None
) -> dict[str, Any]:
    """Ignores `location_id`: it is deprecated and without effect at Shopify too."""
    edit, order = _edit(ctx, id)
    line = order.line(number_of(line_item_id, "CalculatedLineItem"))
    if line is None:
        raise refused("The line item does not exist.", ["lineItemId"])
    with refusing():
        stage_quantity(ctx.store, edit, line, quantity, restock=restock)
    whole = Calculated(edit, order)
    return {**_payload(whole), "calculated_line_item": CalculatedLine(whole, line)}


@RESOLVERS.mutation("orderEditCommit")
def order_edit_commit(
    ctx: Context, id: str, notify_customer: bool | None = None, staff_note: str | None = None
) -> dict[str, Any]:
    edit, _ = _edit(ctx, id)
    with refusing():
        order = commit_edit(ctx.store, edit, staff_note=staff_note or "")
    return {"order": order, "success_messages": ["Order updated"]}


def _edit(ctx: Context, gid: str) -> tuple[OrderEdit, Order]:
    edit = record_of(ctx, gid, OrderEdit)
    order = ctx.store.orders.get(edit.order_id) if edit is not None else None
    if edit is None or order is None:
        raise refused("The calculated order does not exist.", ["id"])
    return edit, order


def _payload(whole: Calculated) -> dict[str, Any]:
    return {"calculated_order": whole, "order_edit_session": {"id": make_gid("OrderEditSession", whole.edit.id)}}
