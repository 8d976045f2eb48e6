"""Shows one product with its variants, prices and stock: GET /products/NUMBER."""

from typing import TYPE_CHECKING

from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes
from sandbox.pages.html import Content, Html, el
from sandbox.pages.layout import missing, page
from sandbox.pages.stock import level_form
from sandbox.pages.widgets import area, badge, choice, facts, field, folded, form, price, table, when
from sandbox.rules.products import STATUSES
from sandbox.state.records import Product, Variant
from sandbox.state.store import Store

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
_POLICIES = (("DENY", "No"), ("CONTINUE", "Yes"))


@ROUTES.get("/products/{number}")
def product_page(world: "World", request: Request) -> Response:
    number, store = request.params["number"], world.store
    with store.lock:
        product = store.products.get(int(number) if number.isascii() and number.isdigit() else 0)
        if product is None:
            return missing(world, request, f"product {number}")
        body = [
            el("section", _about(store, product)),
            _change(product),
            *([] if product.has_only_default_variant else [_options(product)]),
            *(_variant(store, variant) for variant in store.product_variants(product)),
        ]
    return page(world, request, product.title, *body)


def _about(store: Store, product: Product) -> Html:
    category = store.taxonomy.get(product.category_id or "")
    pictures = [el("img", src=image.url, alt=image.alt_text or "", loading="lazy") for image in product.images]
    return facts(
        ("State", badge(product.status)),
        ("Number", product.gid),
        ("Description", product.description),
        ("Vendor and type", f"{product.vendor}, {product.product_type}"),
        ("Category", category.full_name if category else ""),
        ("Collections", ", ".join(one.title for one in store.collections_of(product))),
        ("Tags", ", ".join(product.tags)),
        ("Options", "\n".join(f"{option.name}: {', '.join(option.values)}" for option in product.options)),
        ("Changed", when(product.updated_at)),
        ("Pictures", pictures),
    )


def _change(product: Product) -> Html:
    fields = (
        field("Title", "title", product.title),
        field("Vendor", "vendor", product.vendor),
        field("Type", "type", product.product_type),
        field("Tags", "tags", ", ".join(product.tags)),
        choice("State", "status", [(name, name.capitalize()) for name in STATUSES], product.status),
        area("Description (HTML)", "description", product.description_html),
    )
    gone = form(f"/products/{product.id}/delete", button="Delete product", bad=True)
    return folded("Change", form(f"/products/{product.id}", *fields, button="Save"), el("p", gone))


def _options(product: Product) -> Html:
    fields = [
        field(option.name, f"value-{value.id}", value.name)
        for option in product.options
        for value in option.option_values
    ]
    return folded("Option values", form(f"/products/{product.id}/options", *fields, button="Rename"))


def _variant(store: Store, variant: Variant) -> Html:
    item = store.item_of(variant)
    fields = (
        field("Price", "price", price(variant.price).replace(",", ""), inputmode="decimal"),
        field("SKU", "sku", variant.sku or ""),
        field("Barcode", "barcode", variant.barcode or ""),
        choice("Sold beyond stock", "policy", _POLICIES, variant.inventory_policy),
    )
    rows: list[list[Content]] = [
        [
            store.locations[level.location_id].name,
            str(level.available),
            str(level.committed),
            str(level.on_hand),
            level_form(level, f"/products/{variant.product_id}"),
        ]
        for level in store.levels_of(item.id)
    ]
    heads = ("Location", "Available", "Committed", "On hand", "Set available")
    stock = table(heads, rows, empty="Stocked nowhere.", numbers=heads[1:4])
    if not item.tracked:
        stock = el("p", "Its stock is not counted.", class_="soft")
    named = el("h2", f"{variant.title} ", el("small", variant.gid, class_="soft"))
    return el("section", named, form(f"/variants/{variant.id}", *fields, button="Save"), stock)
