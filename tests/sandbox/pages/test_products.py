"""The catalogue and the stock by hand."""

from decimal import Decimal

from sandbox.state.catalog_records import OptionValue
from sandbox.state.records import Product
from sandbox.state.store import Store
from tests.sandbox.pages.browsing import Visitor


def shirt(store: Store) -> Product:
    return next(iter(store.products.values()))


def test_add_a_product(store: Store, visitor: Visitor) -> None:
    visitor.get("/products")
    visitor.send("Add", title="Wool Scarf", price="35", sku="SCARF", vendor="Acme", units=7)
    made = list(store.products.values())[-1]
    assert visitor.address.startswith(f"/products/{made.id}?told=")
    variant = store.product_variants(made)[0]
    assert (made.handle, variant.price, store.inventory_quantity(variant)) == ("wool-scarf", Decimal("35.00"), 7)
    visitor.get("/products")
    visitor.send("Add", title="Wool Scarf", price="35")
    assert list(store.products.values())[-1].handle == "wool-scarf-2"
    visitor.get("/products")
    visitor.send("Add", title=" ", price="35")
    assert "Title can't be blank" in visitor.words


def test_change_a_product(store: Store, visitor: Visitor) -> None:
    made = shirt(store)
    visitor.get(f"/products/{made.id}")
    visitor.send("Save", title="Linen Shirt, long", tags="new, linen", status="ARCHIVED", description="<p>Soft</p>")
    assert (made.title, made.tags, made.status) == ("Linen Shirt, long", ["linen", "new"], "ARCHIVED")
    assert made.description == "Soft"
    assert visitor.form("Save").fields["description"].strip() == "<p>Soft</p>"


def test_rename_an_options_value(store: Store, visitor: Visitor) -> None:
    made = shirt(store)
    small = made.options[0].option_values[0]
    visitor.get(f"/products/{made.id}")
    visitor.send("Rename", **{f"value-{small.id}": "Small"})
    assert made.options[0].option_values[0] == OptionValue(id=small.id, name="Small")
    assert [variant.title for variant in store.product_variants(made)] == ["Small", "M"]
    visitor.send("Rename", **{f"value-{small.id}": "M"})
    assert "Option value already exists." in visitor.words
    visitor.get(f"/products/{made.id}")
    visitor.send("Rename", **{f"value-{small.id}": " "})
    assert "Name can't be blank" in visitor.words


def test_change_a_variant(store: Store, visitor: Visitor) -> None:
    made = shirt(store)
    variant = store.product_variants(made)[1]
    visitor.get(f"/products/{made.id}")
    visitor.send("Save", place=2, price="44.5", sku="NEW-SKU", policy="CONTINUE")
    assert (variant.price, variant.sku, variant.inventory_policy) == (Decimal("44.50"), "NEW-SKU", "CONTINUE")
    visitor.send("Save", place=2, price="-1")
    assert "Price must be greater than or equal to 0" in visitor.words


def test_delete_a_product(store: Store, visitor: Visitor) -> None:
    made = shirt(store)
    visitor.get(f"/products/{made.id}")
    visitor.send("Delete product")
    assert made.id not in store.products
    assert "Linen Shirt was deleted." in visitor.words
    assert visitor.get(f"/products/{made.id}").status_code == 404


def test_set_stock(store: Store, visitor: Visitor) -> None:
    visitor.get("/stock?q=mug")
    assert "Stock (1 levels)" in visitor.words
    visitor.send("Set", units=3)
    level = store.levels_of(store.variants_by_sku("MUG")[0].inventory_item_id)[0]
    assert (level.available, level.committed) == (3, 1)
    assert "3 available at Main Warehouse." in visitor.words
    visitor.get(f"/products/{shirt(store).id}")
    visitor.send("Set", units=99)
    assert visitor.address.startswith(f"/products/{shirt(store).id}?told=")
    visitor.send("Set", units="lots")
    assert "units: 'lots' is not a whole number" in visitor.words


def test_stock_where_there_was_none(store: Store, visitor: Visitor) -> None:
    mug, soho = store.variants_by_sku("MUG")[0], list(store.locations.values())[1]
    fields = {"item": mug.inventory_item_id, "location": soho.id, "units": 4, "back": "//elsewhere.example"}
    answer = visitor.session.post(f"{visitor.url}/stock", data=fields, timeout=240, allow_redirects=False)
    assert answer.headers["Location"].startswith("/stock?told=")
    level = store.level(mug.inventory_item_id, soho.id)
    assert level and level.available == 4


def test_products_are_found_by_words(visitor: Visitor) -> None:
    visitor.get("/products?q=LINEN")
    assert "Linen Shirt" in visitor.words and "Mug" not in visitor.words
