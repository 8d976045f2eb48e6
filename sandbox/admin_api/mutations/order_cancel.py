"""Resolves orderCancel: it answers a Job, which runs a little later."""

from typing import Any

from sandbox.admin_api.mutations.arguments import order_asked, refused, refusing
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers

RESOLVERS = Resolvers()


@RESOLVERS.mutation("orderCancel")
def order_cancel(
    ctx: Context,
    *,
    order_id: str,
    reason: str,
    restock: bool,
    refund: bool | None = None,
    refund_method: dict[str, Any] | None = None,
    notify_customer: bool = False,
    staff_note: str | None = None,
) -> dict[str, Any]:
    """Gives money back only with `refund` or `refund_method`.

    This store sends no letters, so `notify_customer` has no effect.
    """
    wanted = _refund(refund, refund_method)
    order = order_asked(ctx, order_id, ["orderId"])
    with refusing():
        job = ctx.world.async_jobs.cancel_order(
            order, reason=reason, restock=restock, refund=wanted, staff_note=staff_note or ""
        )
    return {"job": job}


def _refund(refund: bool | None, method: dict[str, Any] | None) -> bool:
    if refund is not None and method is not None:
        raise refused("Only one of the arguments `refund` or `refund_method` is allowed.", ["refund"], "INVALID")
    if method is None:
        return bool(refund)
    if "store_credit_refund" in method:
        raise unsupported("a refund to store credit")
    return bool(method.get("original_payment_methods_refund"))
