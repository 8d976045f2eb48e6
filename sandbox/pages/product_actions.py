"""Carries out the forms of a product and its variants."""

from typing import TYPE_CHECKING

from sandbox.http.router import Routes
from sandbox.pages.form_actions import Form, action
from sandbox.pages.lookup import product_of, variant_of
from sandbox.rules.product_options import rename_value
from sandbox.rules.products import delete_product, update_product
from sandbox.rules.variants import update_variant

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()


@action(ROUTES, "/products/{number}", back="/products/{number}")
def change(world: "World", form: Form) -> tuple[str, str]:
    product = product_of(world.store, form.number)
    update_product(
        world.store,
        product,
        title=form.text("title"),
        description_html=form.text("description"),
        status=form.text("status"),
        vendor=form.text("vendor"),
        product_type=form.text("type"),
        tags=[tag for tag in form.text("tags").split(",") if tag.strip()],
    )
    return f"/products/{product.id}", "Saved."


@action(ROUTES, "/products/{number}/options", back="/products/{number}")
def rename(world: "World", form: Form) -> tuple[str, str]:
    product = product_of(world.store, form.number)
    for option in product.options:
        for value in option.option_values:
            if (name := form.text(f"value-{value.id}")) != value.name:
                rename_value(world.store, product, option, value.name, name)
    return f"/products/{product.id}", "Saved."


@action(ROUTES, "/products/{number}/delete", back="/products/{number}")
def delete(world: "World", form: Form) -> tuple[str, str]:
    product = product_of(world.store, form.number)
    delete_product(world.store, product)
    return "/products", f"{product.title} was deleted."


@action(ROUTES, "/variants/{number}", back="/products")
def change_variant(world: "World", form: Form) -> tuple[str, str]:
    variant = variant_of(world.store, form.number)
    update_variant(
        world.store,
        variant,
        price=form.amount("price"),
        sku=form.text("sku"),
        barcode=form.text("barcode"),
        inventory_policy=form.text("policy"),
    )
    return f"/products/{variant.product_id}", f"{variant.title}: saved."
