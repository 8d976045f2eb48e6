"""Lists the catalogue, and adds a product to it: /products."""

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.builders.products import ProductDraft, VariantDraft
from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes
from sandbox.pages.form_actions import Form, action
from sandbox.pages.html import Content, el
from sandbox.pages.layout import page
from sandbox.pages.pagination import part
from sandbox.pages.widgets import badge, count, field, folded, form, pages, table, when
from sandbox.rules.products import create_product
from sandbox.state.records import Product
from sandbox.state.store import Store

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
_HEADS = ("Product", "Vendor", "Type", "State", "Variants", "Available", "Changed")


@ROUTES.get("/products")
def products(world: "World", request: Request) -> Response:
    words = request.query.get("q", "").strip()
    with world.store.lock:
        found = [one for one in world.store.products.values() if words.lower() in f"{one.title} {one.vendor}".lower()]
        shown, number, last = part(request, found)
        rows = table(_HEADS, [_row(world.store, one) for one in shown], empty="No products.", numbers=_HEADS[4:6])
    fields = field("Title or vendor", "q", words, type="search"), el("button", "Show", type="submit")
    search = el("form", *fields, method="get", action="/products", class_="card")
    return page(
        world, request, f"Products ({len(found)})", _new(), search, rows, pages("/products", number, last, q=words)
    )


def _row(store: Store, product: Product) -> list[Content]:
    return [
        el("a", product.title, href=f"/products/{product.id}"),
        product.vendor,
        product.product_type,
        badge(product.status),
        str(len(product.variant_ids)),
        str(store.total_inventory(product)),
        when(product.updated_at),
    ]


def _new() -> Content:
    fields = (
        field("Title", "title", required=True),
        field("Price", "price", "20.00", inputmode="decimal", required=True),
        field("SKU", "sku"),
        field("Vendor", "vendor"),
        field("Type", "type"),
        count("Units at the first location", "units", 10),
    )
    return folded("Add a product", form("/products", *fields, button="Add"))


@action(ROUTES, "/products", back="/products")
def add(world: "World", form: Form) -> tuple[str, str]:
    store, title = world.store, form.text("title")
    with store.lock:
        first = next(iter(store.locations), None)
        variant = VariantDraft(
            values=[],
            price=form.amount("price") or Decimal("0.00"),
            sku=form.text("sku") or None,
            stock={} if first is None else {first: form.count("units")},
        )
        draft = ProductDraft(
            title=title, handle=_handle(store, title), variants=[variant], vendor=form.text("vendor"),
            product_type=form.text("type"),
        )  # fmt: skip
        product = create_product(store, draft)
    return f"/products/{product.id}", f"{product.title} is on sale."


def _handle(store: Store, title: str) -> str:
    """Makes a handle of the title; it is numbered when taken."""
    plain = "-".join("".join(letter if letter.isalnum() else " " for letter in title.lower()).split()) or "product"
    handle, number = plain, 1
    while store.product_by_handle(handle) is not None:
        number += 1
        handle = f"{plain}-{number}"
    return handle
