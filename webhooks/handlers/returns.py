"""Reads an order with all that came back of it.

On refunds/create and returns/*, with what was cancelled of it, too.
"""

from collections.abc import Sequence
from typing import Any

from integrations.connections import client_for
from integrations.shopify.returns.fetch import OrderWithReturns, fetch_returns, order_of_return
from integrations.shopify.returns.save import save_returns
from webhooks.delivery import Delivered, Handler, Ignored, Touched
from webhooks.handlers.orders import changed_orders

_LABEL = "oms.returnheader"


def of_refund(delivered: Delivered) -> OrderWithReturns:
    return _read(delivered, delivered.gid("Order", "order_id"))


def of_return(delivered: Delivered) -> OrderWithReturns:
    """Its payload may name no order."""
    return _read(delivered, order_of_return(client_for(delivered.shop), delivered.payload["admin_graphql_api_id"]))


def _read(delivered: Delivered, gid: str) -> OrderWithReturns:
    found = fetch_returns(client_for(delivered.shop), gid) if gid else None
    if found is None:
        raise Ignored("The shop has no such order, or hides it for its age")
    if found.order.test:
        raise Ignored("It is a test order")
    return found


def apply(delivered: Delivered, came: Any) -> Sequence[Touched]:
    back = save_returns(delivered.shop, came, f"webhook {delivered.topic}")
    actions = {one.pk: "created" if one.created else "updated" for one in back.saved.written}
    if back.appeased:
        actions.setdefault(back.appeased.pk, "updated")
    changes = changed_orders(actions)
    changes += [
        Touched("return", one.action, one.header.name, _LABEL, str(one.header.pk))
        for one in back.kept
        if one.action != "unchanged"
    ]
    if not changes:
        raise Ignored("What is kept of the order is as new already")
    return changes


REFUND = Handler(apply, of_refund)
RETURN = Handler(apply, of_return)
