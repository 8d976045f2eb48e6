"""Lists all orders by state or by name: GET /orders.

The latest come first.
"""

from typing import TYPE_CHECKING

from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes
from sandbox.pages.html import Html, el
from sandbox.pages.layout import page
from sandbox.pages.order_rows import order_table
from sandbox.pages.pagination import part
from sandbox.pages.widgets import choice, field, pages

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
_STATES = (("", "Any"), ("open", "Open"), ("closed", "Archived"), ("cancelled", "Cancelled"))


@ROUTES.get("/orders")
def orders(world: "World", request: Request) -> Response:
    state, words = request.query.get("state", ""), request.query.get("q", "").strip()
    with world.store.lock:
        found = [
            order
            for order in world.store.orders.values()
            if state in ("", order.status) and words.lower() in f"{order.name} {order.email or ''}".lower()
        ]
        found.sort(key=lambda order: order.id, reverse=True)
        shown, number, last = part(request, found)
        rows = order_table(world.store, shown)
    new = el("p", el("a", "Place an order", href="/orders/new"))
    links = pages("/orders", number, last, state=state, q=words)
    return page(world, request, f"Orders ({len(found)})", new, _filter(state, words), rows, links)


def _filter(state: str, words: str) -> Html:
    fields = choice("State", "state", _STATES, state), field("Name or e-mail", "q", words, type="search")
    return el("form", *fields, el("button", "Show", type="submit"), method="get", action="/orders", class_="card")
