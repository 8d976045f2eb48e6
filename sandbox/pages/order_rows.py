"""Draws orders as rows of a table."""

from collections.abc import Sequence

from sandbox.pages.html import Html, el, join
from sandbox.pages.widgets import badge, price, table, when
from sandbox.state.records import Order
from sandbox.state.store import Store

_HEADS = ("Order", "Placed", "Customer", "Units", "Total", "State", "Payment", "Fulfilment")


def order_table(store: Store, orders: Sequence[Order]) -> Html:
    return table(_HEADS, [_row(store, order) for order in orders], empty="No orders.", numbers=("Units", "Total"))


def _row(store: Store, order: Order) -> list[Html | str]:
    buyer = store.customers.get(order.customer_id or 0)
    name = join(el("a", order.name, href=f"/orders/{order.id}"), " test" if order.test else None)
    return [
        name,
        when(order.created_at),
        buyer.display_name if buyer else order.email or "",
        str(sum(line.current_quantity for line in order.line_items)),
        price(order.current_total_price),
        badge(order.status),
        badge(order.display_financial_status),
        badge(order.display_fulfillment_status),
    ]
