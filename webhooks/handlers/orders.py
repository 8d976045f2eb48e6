"""Reads an order again and writes it as it is now.

The payload only says which one.

So it does not matter whether an event is late, doubled or out of turn, and a payload under another topic does nothing
that the shop itself does not say.
"""

from collections.abc import Callable, Sequence
from typing import Any

from integrations.connections import client_for
from integrations.shopify.orders.fetch import fetch_order
from integrations.shopify.orders.save import save
from oms.models import OrderHeader
from shopify_client.types import Order
from webhooks.delivery import Delivered, Handler, Ignored, Touched

Named = Callable[[Delivered], str]


def read(delivered: Delivered, gid: str) -> Order:
    found = fetch_order(client_for(delivered.shop), gid)
    if found is None:
        raise Ignored("The shop has no such order, or hides it for its age")
    if found.test:
        raise Ignored("It is a test order")
    return found


def apply(delivered: Delivered, order: Any) -> Sequence[Touched]:
    saved = save(delivered.shop, [order], f"webhook {delivered.topic}")
    if not saved.written:
        raise Ignored("What is kept of the order is as new already")
    return changed_orders({one.pk: "created" if one.created else "updated" for one in saved.written})


def changed_orders(actions: dict[int, str]) -> list[Touched]:
    names = OrderHeader.objects.in_bulk(actions)
    label = OrderHeader._meta.label_lower
    return [Touched("order", action, names[pk].name, label, str(pk)) for pk, action in actions.items()]


def itself(delivered: Delivered) -> str:
    return delivered.gid("Order")


def named(delivered: Delivered) -> str:
    return delivered.gid("Order", "order_id")


def edited(delivered: Delivered) -> str:
    return f"gid://shopify/Order/{int(delivered.payload['order_edit']['order_id'])}"


def _about(name: Named) -> Handler:
    return Handler(apply, lambda delivered: read(delivered, name(delivered)))


ORDER = _about(itself)
EDITED = _about(edited)
OF_ORDER = _about(named)
