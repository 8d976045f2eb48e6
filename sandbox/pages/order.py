"""Shows one order and its forms: GET /orders/NUMBER."""

from typing import TYPE_CHECKING

from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes
from sandbox.pages import order_forms, order_tables
from sandbox.pages.html import Html, el
from sandbox.pages.layout import missing, page
from sandbox.pages.widgets import badge, facts, when
from sandbox.state.records import Address, Order
from sandbox.state.store import Store

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()


@ROUTES.get("/orders/{number}")
def order_page(world: "World", request: Request) -> Response:
    number = request.params["number"]
    with world.store.lock:
        order = world.store.orders.get(int(number) if number.isascii() and number.isdigit() else 0)
        if order is None:
            return missing(world, request, f"order {number}")
        body = [
            el("section", _about(world.store, order)),
            *order_tables.parts(world.store, order),
            el("h2", "What can be done"),
            *order_forms.actions(world.store, order),
        ]
    return page(world, request, f"Order {order.name}", *body)


def _about(store: Store, order: Order) -> Html:
    buyer = store.customers.get(order.customer_id or 0)
    states = (order.status, order.display_financial_status, order.display_fulfillment_status, order.return_status)
    return facts(
        ("State", [[badge(state), " "] for state in states]),
        ("Number", order.gid),
        ("Placed", f"{when(order.created_at)} by {order.source_name}{' (test order)' if order.test else ''}"),
        ("Last changed", when(order.updated_at)),
        ("Customer", ", ".join(filter(None, [buyer.display_name if buyer else "", order.email, order.phone]))),
        ("Ships to", lines_of(order.shipping_address)),
        ("Tags", ", ".join(order.tags)),
        ("Note", order.note or ""),
        ("Attributes", "\n".join(f"{part.key}: {part.value or ''}" for part in order.custom_attributes)),
        ("Cancelled", f"{when(order.cancelled_at)} {order.cancel_reason or ''}" if order.cancelled_at else ""),
        ("As the customer sees it", el("a", "Open", href=f"/shop/orders/{order.id}")),
    )


def lines_of(address: Address | None) -> str:
    if address is None:
        return "no address"
    town = f"{address.city} {address.province_code or ''} {address.zip}".strip()
    parts = (address.name, address.company, address.address1, address.address2, town, address.country)
    return "\n".join(part for part in parts if part)
