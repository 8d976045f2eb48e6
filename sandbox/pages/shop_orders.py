"""Lets a customer buy, see the order and ask for a return."""

from typing import TYPE_CHECKING

from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes
from sandbox.pages.buyer_form import address_in, buyer
from sandbox.pages.form_actions import Form, action
from sandbox.pages.html import Content, el
from sandbox.pages.layout import missing, page
from sandbox.pages.lookup import order_of, variant_of
from sandbox.pages.order import lines_of
from sandbox.pages.order_tables import lines
from sandbox.pages.return_actions import wishes
from sandbox.pages.return_forms import request_form
from sandbox.pages.shop import METHODS
from sandbox.pages.widgets import badge, facts, folded, price, when
from sandbox.rules.errors import Refused
from sandbox.rules.place_order import place_order
from sandbox.rules.returns import request_return
from sandbox.state.base import money
from sandbox.state.records import Order, Variant
from sandbox.state.store import Store

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
HERE = "/shop/orders/{number}"


@action(ROUTES, "/shop/buy", back="/shop")
def buy(world: "World", form: Form) -> tuple[str, str]:
    store, method = world.store, form.text("method")
    if method not in METHODS:
        raise Refused(f"There is no shipping method {method!r}", "INVALID", ["method"])
    with store.lock:
        variant, units = variant_of(store, form.count("variant")), form.count("units", 1)
        _check(store, variant, units)
        address = address_in(form) if store.item_of(variant).requires_shipping else None
        order = place_order(
            store,
            [(variant, units)],
            customer=buyer(store, form, address),
            shipping_address=address,
            shipping=money(METHODS[method]),
            shipping_title=method,
            pay=form.text("pay"),
        )
    return HERE.format(number=order.id), f"Thank you! Your order is {order.name}."


def _check(store: Store, variant: Variant, units: int) -> None:
    """Refuses what is not on sale, and more than there is.

    A merchant may allow overselling.
    """
    if store.products[variant.product_id].status != "ACTIVE":
        raise Refused("This is not on sale", "INVALID", ["variant"])
    counted = store.item_of(variant).tracked and variant.inventory_policy == "DENY"
    if counted and units > store.inventory_quantity(variant):
        raise Refused(f"Only {max(0, store.inventory_quantity(variant))} are left", "INVALID", ["units"])


@ROUTES.get("/shop/orders/{number}")
def bought(world: "World", request: Request) -> Response:
    number = request.params["number"]
    with world.store.lock:
        order = world.store.orders.get(int(number) if number.isascii() and number.isdigit() else 0)
        if order is None:
            return missing(world, request, f"order {number}")
        asked = request_form(order, HERE.format(number=order.id) + "/return", "Ask to send back")
        body: list[Content] = [el("section", _state(order)), lines(order)]
        if asked is not None:
            body.append(folded("Send something back", asked))
    return page(world, request, f"Your order {order.name}", *body)


def _state(order: Order) -> Content:
    parcels = [
        [" ".join(filter(None, [when(one.created_at), one.tracking_company, one.tracking_number])), el("br")]
        for one in order.fulfillments
    ]
    return facts(
        ("Placed", when(order.created_at)),
        ("State", "cancelled" if order.cancelled_at else badge(order.display_fulfillment_status)),
        ("Payment", badge(order.display_financial_status)),
        ("Total", f"{price(order.current_total_price)} {order.currency_code}"),
        ("Ships to", lines_of(order.shipping_address)),
        ("Parcels", parcels),
        ("Returns", ", ".join(f"{given.name} {given.status.lower()}" for given in order.returns)),
    )


@action(ROUTES, "/shop/orders/{number}/return", back=HERE)
def send_back(world: "World", form: Form) -> tuple[str, str]:
    order = order_of(world.store, form.number)
    made = request_return(world.store, order, wishes(form))
    return HERE.format(number=order.id), f"{made.name} was asked for; the shop will answer."
