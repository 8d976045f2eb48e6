"""Shows the store's counts, its clock and the latest orders: GET /."""

from collections import Counter
from typing import TYPE_CHECKING

from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes
from sandbox.pages.html import el
from sandbox.pages.layout import page
from sandbox.pages.order_rows import order_table
from sandbox.pages.widgets import facts, when

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()


@ROUTES.get("/")
def home(world: "World", request: Request) -> Response:
    store = world.store
    with store.lock:
        states = Counter(order.status for order in store.orders.values())
        latest = sorted(store.orders.values(), key=lambda order: order.id, reverse=True)[:10]
        about = facts(
            ("Address", f"{store.shop.myshopify_domain}, answered at {world.url}"),
            ("Clock", when(store.clock.now())),
            ("Products", f"{len(store.products)} with {len(store.variants)} variants"),
            ("Orders", ", ".join(f"{count} {name}" for name, count in sorted(states.items())) or "none"),
            ("Customers", str(len(store.customers))),
            ("Locations", ", ".join(place.name for place in store.locations.values()) or "none"),
            ("Made from", store.origin.kind),
        )
        rows = order_table(store, latest)
    explained = el(
        "p", "This store stands in for Shopify on this machine. Change something here, and see it arrive over there.",
        class_="soft",
    )  # fmt: skip
    return page(world, request, "Sandbox store", explained, el("section", about), el("h2", "Latest orders"), rows)
