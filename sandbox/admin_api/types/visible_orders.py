"""Orders that a caller may see: those of the last 60 days, unless it may read all."""

from sandbox.access.window import hides
from sandbox.graphql.connections import Kept
from sandbox.graphql.context import Context
from sandbox.state.records import Order


def order_filter(ctx: Context) -> Kept | None:
    """None when nothing is hidden. Shopify hides without an error: there are simply fewer orders."""
    if ctx.caller.may("read_all_orders"):
        return None
    caller, now = ctx.caller, ctx.store.clock.now()
    return lambda order: not hides(caller, order.created_at, now)


def seen(ctx: Context, order: Order | None) -> Order | None:
    """The order, None when it is hidden."""
    keep = order_filter(ctx)
    return order if order is not None and (keep is None or keep(order)) else None
