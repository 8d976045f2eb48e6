"""Resolves CalculatedOrder: an order as its edit would leave it."""

from typing import Any

from sandbox.admin_api.types.money import bag
from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import LineItem, Order, OrderEdit, StagedQuantity, Variant, make_gid

RESOLVERS = Resolvers()


class Calculated:
    TYPENAME = "CalculatedOrder"

    def __init__(self, edit: OrderEdit, order: Order) -> None:
        self.edit = edit
        self.original_order = order
        self.id = edit.gid
        self.committed = edit.committed

    def staged(self, line: LineItem) -> StagedQuantity | None:
        return next((part for part in self.edit.staged if part.line_item_id == line.id), None)

    @property
    def subtotal_line_items_quantity(self) -> int:
        return sum(CalculatedLine(self, line).quantity for line in self.original_order.line_items)


class CalculatedLine:
    """Has the number of the order's line; its gid's type differs."""

    TYPENAME = "CalculatedLineItem"

    def __init__(self, whole: Calculated, line: LineItem) -> None:
        staged = whole.staged(line)
        self.line = line
        self.id = line.id
        self.sku, self.title, self.variant_title = line.sku, line.title, line.variant_title
        self.custom_attributes = line.custom_attributes
        self.restockable = line.restockable
        self.quantity = staged.quantity if staged else line.current_quantity
        self.restocking = staged is not None and staged.restock and staged.quantity < line.current_quantity
        self.editable_quantity_before_changes = line.unfulfilled_quantity
        self.editable_quantity = line.unfulfilled_quantity + self.quantity - line.current_quantity


@RESOLVERS.field("CalculatedOrder", "lineItems")
def lines(whole: Calculated, ctx: Context, **args: Any) -> Connection:
    return page(ctx, [CalculatedLine(whole, line) for line in whole.original_order.line_items], args)


@RESOLVERS.field("CalculatedLineItem", "id")
def gid(part: CalculatedLine, ctx: Context) -> str:
    return make_gid(part.TYPENAME, part.id)


@RESOLVERS.field("CalculatedLineItem", "originalUnitPriceSet")
def original_unit_price(part: CalculatedLine, ctx: Context) -> dict[str, Any]:
    return bag(ctx, part.line.original_unit_price)


@RESOLVERS.field("CalculatedLineItem", "variant")
def variant(part: CalculatedLine, ctx: Context) -> Variant | None:
    return ctx.store.variants.get(part.line.variant_id or 0)
