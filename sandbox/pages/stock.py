"""Lists what lies where, with a form per row: /stock."""

from typing import TYPE_CHECKING

from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes
from sandbox.pages.form_actions import Form, action
from sandbox.pages.html import Content, Html, el
from sandbox.pages.layout import page
from sandbox.pages.lookup import item_of, location_of
from sandbox.pages.pagination import part
from sandbox.pages.widgets import choice, field, form, pages, table
from sandbox.rules.inventory import set_quantities
from sandbox.rules.inventory_activation import activate
from sandbox.rules.inventory_checks import Count
from sandbox.state.records import InventoryLevel
from sandbox.state.store import Store

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
_HEADS = ("SKU", "Product", "Location", "Available", "Committed", "On hand", "Set available")


@ROUTES.get("/stock")
def stock(world: "World", request: Request) -> Response:
    store, words, place = world.store, request.query.get("q", "").strip().lower(), request.query.get("location", "")
    with store.lock:
        places = [("", "Any"), *((str(one.id), one.name) for one in store.locations.values())]
        found = [
            level
            for level in store.levels.values()
            if place in ("", str(level.location_id)) and (not words or words in _name(store, level))
        ]
        shown, number, last = part(request, found)
        rows = table(_HEADS, [_row(store, level) for level in shown], empty="Nothing is stocked.", numbers=_HEADS[3:6])
    fields = choice("Location", "location", places, place), field("SKU or product", "q", words, type="search")
    search = el("form", *fields, el("button", "Show", type="submit"), method="get", action="/stock", class_="card")
    links = pages("/stock", number, last, location=place, q=words)
    return page(world, request, f"Stock ({len(found)} levels)", search, rows, links)


def _name(store: Store, level: InventoryLevel) -> str:
    variant = store.variants[store.inventory_items[level.inventory_item_id].variant_id]
    return f"{variant.sku or ''} {store.products[variant.product_id].title}".lower()


def _row(store: Store, level: InventoryLevel) -> list[Content]:
    variant = store.variants[store.inventory_items[level.inventory_item_id].variant_id]
    product = store.products[variant.product_id]
    return [
        variant.sku or "",
        el("a", f"{product.title}, {variant.title}", href=f"/products/{product.id}"),
        store.locations[level.location_id].name,
        str(level.available),
        str(level.committed),
        str(level.on_hand),
        level_form(level, "/stock"),
    ]


def level_form(level: InventoryLevel, back: str) -> Html:
    hidden: dict[str, str | int] = {"item": level.inventory_item_id, "location": level.location_id, "back": back}
    number = el("input", name="units", type="number", value=level.available, aria_label="Available")
    return form("/stock", *(el("input", type="hidden", name=name, value=to) for name, to in hidden.items()), number,
                button="Set")  # fmt: skip


@action(ROUTES, "/stock", back="/stock")
def change(world: "World", form: Form) -> tuple[str, str]:
    """Sets the units; an unstocked location begins to stock them."""
    store, units = world.store, form.count("units")
    with store.lock:
        item, place = item_of(store, form.count("item")), location_of(store, form.count("location"))
        if store.level(item.id, place.id) is None:
            activate(store, item, place)
        set_quantities(store, "available", [Count(item=item, location=place, quantity=units)])
    back = form.text("back")
    to = back if back.startswith("/products/") and back[len("/products/") :].isdigit() else "/stock"
    return to, f"{units} available at {place.name}."
