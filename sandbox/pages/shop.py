"""Shows the shop as a customer sees it: GET /shop."""

from typing import TYPE_CHECKING

from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes
from sandbox.pages.html import Html, el
from sandbox.pages.layout import missing, page
from sandbox.pages.pagination import part
from sandbox.pages.widgets import choice, count, field, form, pages, price
from sandbox.state.records import Product, Variant
from sandbox.state.store import Store

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
METHODS = {"Standard": "5.95", "Express": "14.00", "Next Day": "29.00"}


@ROUTES.get("/shop")
def shop(world: "World", request: Request) -> Response:
    words = request.query.get("q", "").strip()
    with world.store.lock:
        on_sale = [one for one in world.store.products.values() if one.status == "ACTIVE"]
        found = [one for one in on_sale if words.lower() in one.title.lower()]
        shown, number, last = part(request, found)
        cards = [_card(world.store, one) for one in shown]
    fields = field("Search", "q", words, type="search"), el("button", "Search", type="submit")
    search = el("form", *fields, method="get", action="/shop", class_="card")
    links = pages("/shop", number, last, q=words)
    return page(world, request, "Shop", search, el("div", *cards, class_="cards"), links)


def _card(store: Store, product: Product) -> Html:
    prices = sorted(variant.price for variant in store.product_variants(product))
    shown = f"from {price(prices[0])}" if prices and prices[0] != prices[-1] else price(prices[0] if prices else None)
    link = el("a", product.title, href=f"/shop/products/{product.id}")
    return el("article", el("strong", link), el("p", f"{shown} {store.shop.currency_code}"), class_="card")


@ROUTES.get("/shop/products/{number}")
def shop_product(world: "World", request: Request) -> Response:
    number, store = request.params["number"], world.store
    with store.lock:
        product = store.products.get(int(number) if number.isascii() and number.isdigit() else 0)
        if product is None or product.status != "ACTIVE":
            return missing(world, request, f"product {number} on sale")
        words = el("section", el("p", product.description or product.title), el("p", f"By {product.vendor}"))
        offers = [(variant.id, _offer(store, variant)) for variant in store.product_variants(product)]
    fields = (
        el("input", type="hidden", name="product", value=product.id),
        choice("Variant", "variant", offers),
        count("Units", "units", 1, least=1),
        field("First name", "first_name", required=True, autocomplete="given-name"),
        field("Last name", "last_name", required=True, autocomplete="family-name"),
        field("E-mail", "email", type="email", required=True, autocomplete="email"),
        field("Street and number", "address1", autocomplete="address-line1"),
        field("City", "city", autocomplete="address-level2"),
        field("State (two letters)", "province", maxlength=2, autocomplete="address-level1"),
        field("Postal code", "zip", autocomplete="postal-code"),
        choice("Shipping", "method", [(name, f"{name}, {cost}") for name, cost in METHODS.items()]),
        choice("Payment", "pay", [("paid", "Card"), ("authorized", "Card, taken later"), ("pending", "Bank transfer")]),
    )
    return page(world, request, product.title, words, form("/shop/buy", *fields, button="Buy"))


def _offer(store: Store, variant: Variant) -> str:
    left = store.inventory_quantity(variant)
    if not store.item_of(variant).tracked or left > 0:
        state = ""
    else:
        state = ", to be shipped later" if variant.inventory_policy == "CONTINUE" else ", sold out"
    return f"{variant.title}, {price(variant.price)}{state}"
