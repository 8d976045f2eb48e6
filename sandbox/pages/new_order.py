"""Places an order as the merchant does: GET and POST /orders/new.

Any customer and any payment will do.
"""

from typing import TYPE_CHECKING

from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes
from sandbox.pages.form_actions import Form, action
from sandbox.pages.html import el
from sandbox.pages.layout import page
from sandbox.pages.lookup import sold
from sandbox.pages.widgets import area, choice, count, field, form
from sandbox.rules.errors import Refused
from sandbox.rules.place_order import PAYMENTS, place_order
from sandbox.state.base import ZERO
from sandbox.state.records import Customer
from sandbox.state.store import Store

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
LINES = 4
_METHODS = ("Standard", "Economy", "Express", "Second Day", "Next Day", "Free Shipping")


@ROUTES.get("/orders/new")
def new_order(world: "World", request: Request) -> Response:
    with world.store.lock:
        some = [variant.sku for variant in world.store.variants.values() if variant.sku][:200]
        buyers = [one.email for one in world.store.customers.values() if one.email and one.default_address][:200]
        places = [(place.id, place.name) for place in world.store.locations.values() if place.is_active]
    lines = [
        el(
            "p",
            field("SKU or variant number", f"sku{line}", list="skus", required=line == 1),
            count("Units", f"units{line}", 1 if line == 1 else 0),
        )
        for line in range(1, LINES + 1)
    ]
    fields = [
        *lines,
        el("datalist", *(el("option", value=sku) for sku in some), id="skus"),
        el("datalist", *(el("option", value=email) for email in buyers), id="buyers"),
        # The customer stands there already: an order without an address can't be shipped.
        field(
            "Customer's e-mail (their address is used)", "email", next(iter(buyers), ""), type="email", list="buyers"
        ),
        choice("Payment", "pay", [(name, name.capitalize()) for name in PAYMENTS]),
        choice("Shipping method", "method", [(name, name) for name in _METHODS]),
        field("Shipping price", "shipping", "5.95", inputmode="decimal"),
        choice("From", "location", [("", "Where there is stock"), *places]),
        field("Tags", "tags", placeholder="vip, gift"),
        area("Note", "note"),
        el("label", "Test order", el("input", type="checkbox", name="test", value="1")),
    ]
    return page(world, request, "Place an order", form("/orders", *fields, button="Place order"))


@action(ROUTES, "/orders", back="/orders/new")
def place(world: "World", form: Form) -> tuple[str, str]:
    store = world.store
    with store.lock:
        wanted = [
            (sold(store, form.text(f"sku{line}")), form.count(f"units{line}", 1))
            for line in range(1, LINES + 1)
            if form.text(f"sku{line}")
        ]
        buyer = customer_by_email(store, form.text("email"))
        order = place_order(
            store,
            wanted,
            customer=buyer,
            email=form.text("email") or None,
            shipping=form.amount("shipping") or ZERO,
            shipping_title=form.text("method") or _METHODS[0],
            pay=form.text("pay") or PAYMENTS[0],
            note=form.text("note") or None,
            tags=[tag.strip() for tag in form.text("tags").split(",") if tag.strip()],
            location_id=form.count("location") or None,
            test=form.text("test") == "1",
        )
    return f"/orders/{order.id}", f"{order.name} was placed."


def customer_by_email(store: Store, email: str) -> Customer | None:
    """Finds the customer, None without address. Raises Refused when unknown."""
    if not email:
        return None
    found = next((one for one in store.customers.values() if (one.email or "").lower() == email.lower()), None)
    if found is None:
        raise Refused(f"No customer has the e-mail address {email}", "INVALID", ["email"])
    return found
