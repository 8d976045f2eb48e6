"""Renames the values of a product's options."""

from sandbox.rules.errors import Refused
from sandbox.rules.lock import change
from sandbox.rules.products import product_changed
from sandbox.state.records import Option, Product
from sandbox.state.store import Store


@change
def rename_value(store: Store, product: Product, option: Option, old: str, new: str) -> Product:
    """Renames the value and its variants; its number stays.

    Announces products/update.
    """
    if not new.strip():
        raise Refused("Name can't be blank", "BLANK", ["optionValuesToUpdate"])
    if old not in option.values:
        raise Refused("Option value does not exist.", "OPTION_VALUE_DOES_NOT_EXIST", ["optionValuesToUpdate"])
    if new in option.values:
        raise Refused("Option value already exists.", "OPTION_VALUE_ALREADY_EXISTS", ["optionValuesToUpdate"])
    option.values[option.values.index(old)] = new
    place = product.options.index(option)
    for variant in store.product_variants(product):
        if variant.option_values[place] == old:
            variant.option_values[place] = new
            store.touch(variant)
    return product_changed(store, product)
