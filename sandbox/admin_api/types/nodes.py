"""Resolves `node` and `nodes`, and finds records by their gid."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sandbox.admin_api.types.lookup import numbered
from sandbox.admin_api.types.metafields import find as find_metafield
from sandbox.admin_api.types.visible_orders import seen
from sandbox.graphql.context import Context
from sandbox.graphql.errors import TopLevel, unsupported
from sandbox.graphql.resolvers import QUERY, Resolvers, resolve
from sandbox.state.records import Node, Order, split_gid

RESOLVERS = Resolvers()
Kind = TypeVar("Kind", bound=Node)
NODES_MAX = 250
# The parts of an order by the type of their gid.
PARTS: dict[str, Callable[[Order], Iterable[Node]]] = {
    "LineItem": lambda order: order.line_items,
    "ShippingLine": lambda order: order.shipping_lines,
    "OrderTransaction": lambda order: order.transactions,
    "Refund": lambda order: order.refunds,
    "FulfillmentOrder": lambda order: order.fulfillment_orders,
    "FulfillmentOrderLineItem": lambda order: (line for one in order.fulfillment_orders for line in one.lines),
    "Fulfillment": lambda order: order.fulfillments,
    "FulfillmentLineItem": lambda order: (line for one in order.fulfillments for line in one.lines),
    "Return": lambda order: order.returns,
    "ReturnLineItem": lambda order: (line for one in order.returns for line in one.lines),
    "ReverseFulfillmentOrder": lambda order: (
        reverse for one in order.returns for reverse in one.reverse_fulfillment_orders
    ),
}


def number_of(gid: str, kind: str) -> int:
    """Reads the number of a gid. Raises TopLevel for another type's."""
    parts = split_gid(gid)
    if parts is None or parts[0] != kind:
        raise TopLevel(f"Invalid id: {gid}", "RESOURCE_NOT_FOUND")
    return parts[1]


def record_of(ctx: Context, gid: str, kind: type[Kind]) -> Kind | None:
    """Finds the gid's record in the table of its type, or None."""
    found = ctx.store.find(kind.GID_TYPE, number_of(gid, kind.GID_TYPE))
    return found if isinstance(found, kind) else None


def part_of(ctx: Context, gid: str, kind: type[Kind]) -> Kind | None:
    """Finds an order's part by gid; None if missing or hidden."""
    found = _part(ctx, kind.GID_TYPE, number_of(gid, kind.GID_TYPE))
    return found if isinstance(found, kind) else None


def _part(ctx: Context, kind: str, number: int) -> Node | None:
    with ctx.store.lock:
        order = seen(ctx, ctx.store.order_of(kind, number))
    parts: Iterable[Node] = PARTS[kind](order) if order is not None else ()
    return numbered(parts, number)


@RESOLVERS.root("node")
def node(ctx: Context, id: str) -> Any:
    """Finds the gid's record, or None. Raises TopLevel for unknown types."""
    kind, _, rest = id.removeprefix("gid://shopify/").partition("/")
    if kind == "TaxonomyCategory":
        return ctx.store.taxonomy.get(rest)
    parts = split_gid(id)
    if kind in _ROOTS:
        return _ROOTS[kind](ctx, id)
    number = parts[1] if parts is not None else 0
    if kind in PARTS:
        return _part(ctx, kind, number)
    if kind not in ctx.store.tables.by_type() and kind != "Shop":
        raise unsupported(f"nodes of the type {kind or id}")
    found = ctx.store.find(kind, number)
    return seen(ctx, found) if isinstance(found, Order) else found


@RESOLVERS.root("nodes")
def nodes(ctx: Context, ids: list[str]) -> list[Any]:
    if len(ids) > NODES_MAX:
        raise TopLevel(
            f"The input array size of {len(ids)} is greater than the maximum allowed of {NODES_MAX}.",
            "MAX_INPUT_SIZE_EXCEEDED",
        )
    return [node(ctx, id) for id in ids]


def _metafield(ctx: Context, gid: str) -> Any:
    return find_metafield(ctx.store, number_of(gid, "Metafield"))


def _by_root(name: str) -> Callable[[Context, str], Any]:
    """Finds records by the root of that name."""

    def find(ctx: Context, gid: str) -> Any:
        return resolve(ctx, QUERY, name, None, {"id": gid})

    return find


_ROOTS: dict[str, Callable[[Context, str], Any]] = {
    "Metafield": _metafield,
    "BulkOperation": _by_root("bulkOperation"),
    "Job": _by_root("job"),
    "WebhookSubscription": _by_root("webhookSubscription"),
}
