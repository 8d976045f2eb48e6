"""A product export becomes products; what is wrong with one is said with file, line and column."""

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest

from sandbox.files import FileError, load
from sandbox.state.records import Product
from sandbox.state.store import Store
from tests.sandbox.files.samples import PRODUCTS, rows_of, written
from tests.sandbox.shops import NOW, empty_store

ROW = {
    "Handle": "mug",
    "Title": "Mug",
    "Option1 Name": "Title",
    "Option1 Value": "Default Title",
    "Variant Price": "5.00",
    "Variant Inventory Qty": "3",
    "Variant Grams": "10",
    "Gift Card": "false",
}


@pytest.fixture
def store() -> Store:
    store = empty_store()
    load(store, products=[PRODUCTS])
    return store


def named(store: Store, handle: str) -> Product:
    product = store.product_by_handle(handle)
    assert product is not None
    return product


def test_sample_is_read_with_all_its_oddities(store: Store) -> None:
    shirt = named(store, "linen-shirt")
    assert shirt.title == "Linen Shirt"
    assert shirt.description_html == '<p>Light &amp; soft.</p>\n<p>Wash "cold".</p>'
    assert (shirt.vendor, shirt.product_type, shirt.category_id) == ("Maison Été", "Shirts", "aa-1-13-7")
    assert (shirt.tags, shirt.status, shirt.published_at) == (["summer", "linen"], "ACTIVE", NOW)
    assert [(option.name, option.values) for option in shirt.options] == [
        ("Size", ["S", "M"]),
        ("Colour", ["White", "Sky Blue"]),
    ]
    # Row 4 holds nothing but an image; the order is that of the positions.
    assert [(image.url.rpartition("/")[2], image.alt_text) for image in shirt.images] == [
        ("linen-1.jpg", None),
        ("linen-2.jpg", "Back"),
        ("linen-3.jpg", "Label"),
        ("linen-white.jpg", None),
    ]
    small, medium, blue = store.product_variants(shirt)
    assert (small.sku, small.price, small.compare_at_price) == ("LIN-S-WHT", Decimal(59), Decimal(79))
    assert (small.barcode, blue.sku) == ("012345678905", "0042")
    assert small.image_id == shirt.images[3].id
    assert (blue.price, blue.inventory_policy, medium.inventory_policy) == (Decimal("61.50"), "CONTINUE", "DENY")
    item = store.item_of(blue)
    assert (item.weight_value, item.weight_unit, store.item_of(small).unit_cost) == (0.22, "KILOGRAMS", Decimal("21.5"))
    assert [store.inventory_quantity(variant) for variant in (small, medium, blue)] == [12, 0, -2]


def test_other_kinds_of_product(store: Store) -> None:
    tote, gift, hat = (named(store, handle) for handle in ("tote", "gift", "old-hat"))
    assert tote.has_only_default_variant
    assert store.item_of(store.product_variants(tote)[0]).weight_value == pytest.approx(1.0, abs=0.0001)
    assert gift.is_gift_card
    assert [store.item_of(one).tracked for one in store.product_variants(gift)] == [False, False]
    assert (hat.status, hat.published_at, hat.category_id) == ("ARCHIVED", None, None)
    assert store.product_variants(hat)[0].sku is None


def test_remarks_tell_what_was_left_out() -> None:
    unknown, category = load(empty_store(), products=[PRODUCTS])
    assert unknown.endswith("were left out: Loyalty Points (product.metafields.custom.points)")
    assert category.endswith("line 10: the category Hats > Very Old is not known; old-hat has none")


def test_a_store_from_files_has_places_and_remembers_its_files(store: Store) -> None:
    assert next(place.name for place in store.locations.values()) == "New Jersey Warehouse"
    assert store.origin.files == [f"products:{PRODUCTS}"]


def test_newer_column_names(tmp_path: Path) -> None:
    row = {
        "Title": "Mug",
        "URL handle": "mug",
        "Description": "Blue",
        "SKU": "M-1",
        "Price": "5",
        "Inventory quantity": "7",
        "Inventory tracker": "shopify",
        "Continue selling when out of stock": "TRUE",
        "Collection": "Kitchen things",
    }
    store = empty_store()
    assert load(store, products=[written(tmp_path / "new.csv", [row])]) == []
    mug = named(store, "mug")
    variant = store.product_variants(mug)[0]
    assert (mug.description_html, variant.sku, variant.inventory_policy) == ("Blue", "M-1", "CONTINUE")
    assert [(one.title, one.handle) for one in store.collections_of(mug)] == [("Kitchen things", "kitchen-things")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Variant Price": "five"}, "line 2, column Variant Price: 'five' is no number"),
        ({"Variant Price": "-1"}, "line 2, column Variant Price: -1 is less than zero"),
        ({"Variant Price": "NaN"}, "column Variant Price: NaN is no number that a store can hold"),
        ({"Variant Price": ""}, "column Variant Price: is empty in every row of the product"),
        ({"Variant Inventory Qty": "1.5"}, "column Variant Inventory Qty: 1.5 is no whole number"),
        ({"Variant Grams": "-5"}, "column Variant Grams: -5 is less than zero"),
        ({"Gift Card": "perhaps"}, "column Gift Card: 'perhaps' is neither true nor false"),
        ({"Handle": ""}, "line 2, column Handle: is empty"),
        ({"Title": ""}, "line 2, column Title: is empty in the product's first row"),
        ({"Option1 Name": "Size", "Option1 Value": ""}, "column Option1 Value: is empty, but mug has this option"),
    ],
)
def test_wrong_cells(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    path = written(tmp_path / "bad.csv", [ROW | changes])
    with pytest.raises(FileError) as caught:
        load(empty_store(), products=[path])
    assert str(caught.value).startswith(str(path))
    assert words in str(caught.value)


def test_the_line_is_the_one_an_editor_shows(tmp_path: Path) -> None:
    rows = [ROW | {"Title": "Mug\nwith a\nlong name"}, ROW | {"Handle": "cup", "Variant Price": "?"}]
    with pytest.raises(FileError, match="line 5, column Variant Price"):
        load(empty_store(), products=[written(tmp_path / "lines.csv", rows)])


def test_same_variant_and_same_handle_twice(tmp_path: Path) -> None:
    twice = written(tmp_path / "twice.csv", [ROW, ROW])
    with pytest.raises(FileError, match="line 3, column Option1 Value: mug is the variant of line 2 again"):
        load(empty_store(), products=[twice])
    store, once = empty_store(), written(tmp_path / "once.csv", [ROW])
    load(store, products=[once])
    with pytest.raises(FileError, match="mug is in the store already"):
        load(store, products=[once])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"Handle,Title\nmug,Mug\n", "line 1: has no column Variant Price"),
        (b"Handle,Title,Variant Price,title\n", "line 1, column title: comes twice"),
        (b"Handle,Title,Variant Price\nmug,Mug,5,6\n", "line 2: has 4 cells, the header names 3"),
        (b"Handle,Title,Variant Price\nmug,M\xfcg,5\n", "line 2: is no UTF-8 (byte 0xfc)"),
        (b'Handle,Title,Variant Price\nmug,"Mu"g,5\n', "line 2: is no CSV"),
        (b'Handle,Title,Variant Price\nmug,"Mug,5\n', "line 2: is no CSV"),
    ],
)
def test_wrong_files(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        load(empty_store(), products=[path])
    assert words in str(caught.value)


def test_missing_file_and_blank_rows(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"none\.csv: can't be read: No such file"):
        load(empty_store(), products=[tmp_path / "none.csv"])
    path = tmp_path / "blank.csv"
    path.write_text("Handle,Title,Variant Price\n\n,,\nmug,Mug\n".replace("mug,Mug\n", "mug,Mug,5\n\n"))
    store = empty_store()
    load(store, products=[path])
    assert len(store.products) == 1


def test_sample_stores() -> None:
    """Other stores' exports, when a folder of them is named."""
    folder = os.environ.get("PRODUCT_CSVS")
    if not folder:
        pytest.skip("PRODUCT_CSVS names no folder of sample stores")
    paths = sorted(Path(folder).glob("*.csv"))
    assert paths
    store = empty_store()
    load(store, products=paths)
    rows = [row for path in paths for row in csv.DictReader(path.open(encoding="utf-8-sig", newline=""))]
    assert len(store.products) == len({row["Handle"] for row in rows})
    assert len(store.variants) == len([row for row in rows if row["Variant Price"]])
    assert {product.title for product in store.products.values()} == {row["Title"] for row in rows if row["Title"]}


def test_own_sample_has_as_many_products_as_handles() -> None:
    rows, store = rows_of(PRODUCTS), empty_store()
    load(store, products=[PRODUCTS])
    assert len(store.products) == len({row["Handle"] for row in rows})
    assert len(store.variants) == len([row for row in rows if row["Variant Price"]])
