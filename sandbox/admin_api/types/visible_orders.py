"""Hides orders older than 60 days from apps without read_all_orders."""

from datetime import datetime, timedelta

from sandbox.access.caller import Caller
from sandbox.graphql.connections import Kept
from sandbox.graphql.context import Context
from sandbox.state.records import Order

WINDOW = timedelta(days=60)
ALL_ORDERS = "read_all_orders"


def hides(caller: Caller, created_at: datetime, now: datetime) -> bool:
    return ALL_ORDERS not in caller.scopes and created_at < now - WINDOW


def order_filter(ctx: Context) -> Kept | None:
    """Gives the test that visible orders pass, None when none is hidden.

    Shopify hides without an error: there are simply fewer orders.
    """
    if ctx.caller.may(ALL_ORDERS):
        return None
    caller, now = ctx.caller, ctx.store.clock.now()
    return lambda order: not hides(caller, order.created_at, now)


def seen(ctx: Context, order: Order | None) -> Order | None:
    """Gives the order back, None when it is hidden."""
    keep = order_filter(ctx)
    return order if order is not None and (keep is None or keep(order)) else None
