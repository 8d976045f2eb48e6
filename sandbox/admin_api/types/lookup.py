"""Finds the order of a part, and the record of a number."""

from collections.abc import Iterable
from typing import TypeVar

from sandbox.graphql.context import Context
from sandbox.state.records import FulfillmentLine, LineItem, Node, Order, Variant, make_gid

Part = TypeVar("Part", bound=Node)


def order_behind(ctx: Context, kind: str, number: int) -> Order:
    """Finds the part's order. Raises LookupError in a broken store only."""
    with ctx.store.lock:
        order = ctx.store.order_of(kind, number)
    if order is None:
        raise LookupError(f"No order has the {kind} {number}")
    return order


def numbered(parts: Iterable[Part], number: int | None) -> Part | None:
    return next((part for part in parts if part.id == number), None)


def line_item(ctx: Context, number: int) -> LineItem | None:
    return order_behind(ctx, LineItem.GID_TYPE, number).line(number)


def fulfillment_line(ctx: Context, number: int) -> FulfillmentLine | None:
    order = order_behind(ctx, FulfillmentLine.GID_TYPE, number)
    return numbered((line for one in order.fulfillments for line in one.lines), number)


def variant_of(ctx: Context, number: int | None) -> Variant | dict[str, str] | None:
    """Finds the variant, None when it has been deleted since.

    A number that was never given out still has its gid.
    """
    if number is None:
        return None
    found = ctx.store.variants.get(number)
    if found is not None or number <= ctx.store.tables.counters.get(Variant.GID_TYPE, 0):
        return found
    gid = make_gid(Variant.GID_TYPE, number)
    return {"__typename": Variant.GID_TYPE, "id": gid, "legacy_resource_id": str(number)}
