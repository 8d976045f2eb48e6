"""Options and their values that the shop has renamed: which rows of features stay, and whose."""

from typing import Any

import pytest

from integrations.shopify.products.bulk import SUBJECT
from oms.models import ProductFeature, ProductFeatureAppl, Shop, ShopProduct
from tests.imports.lines import LATER, gid, jsonl, product, variant
from tests.imports.support import import_lines, make_shop, outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return make_shop()


def lines(number: int, *values: str, option: str = "Colour", **changes: Any) -> str:
    """A product with a variant of each value. A value's number is told by its place."""
    offered = {
        "id": gid("ProductOption", number),
        "name": option,
        "position": 1,
        "values": list(values),
        "optionValues": [
            {"id": gid("ProductOptionValue", number * 10 + place), "name": value} for place, value in enumerate(values)
        ],
    }
    parts = [
        variant(number * 10 + place, number, title=value, selectedOptions=[{"name": option, "value": value}], **changes)
        for place, value in enumerate(values)
    ]
    return jsonl(product(number, options=[offered], **changes), *parts)


def row(name: str, option: str = "Colour") -> int:
    return ProductFeature.objects.get(type__name=option, name=name).pk


def offers(shop: Shop, number: int, kind: str = "Product") -> list[tuple[str, int]]:
    """Names and rows of what the product offers, or the variant has."""
    of = ShopProduct.objects.get(shop=shop, gid=gid(kind, number)).product
    return list(of.features.order_by("position").values_list("feature__name", "feature_id"))


def test_a_renamed_value_keeps_its_row(shop: Shop) -> None:
    import_lines(SUBJECT, shop, lines(1, "Red", "Blue"))
    red, blue = row("Red"), row("Blue")
    applied = set(ProductFeatureAppl.objects.values_list("pk", flat=True))
    assert outcome(import_lines(SUBJECT, shop, lines(1, "Crimson", "Blue", updatedAt=LATER)))["updated"] == 1
    assert offers(shop, 1) == [("Crimson", red), ("Blue", blue)]
    assert offers(shop, 10, "ProductVariant") == [("Crimson", red)]
    assert not ProductFeature.objects.filter(name="Red").exists()
    assert set(ProductFeatureAppl.objects.values_list("pk", flat=True)) == applied


def test_a_rename_within_the_same_second(shop: Shop) -> None:
    import_lines(SUBJECT, shop, lines(1, "Red"))
    red = row("Red")
    assert outcome(import_lines(SUBJECT, shop, lines(1, "Crimson")))["updated"] == 1
    assert offers(shop, 1) == [("Crimson", red)]
    assert outcome(import_lines(SUBJECT, shop, lines(1, "Crimson"))) == {"read": 2, "unchanged": 1}


def test_a_value_that_others_have_is_not_renamed_under_them(shop: Shop) -> None:
    import_lines(SUBJECT, shop, lines(1, "Red", "Blue"), lines(2, "Red"))
    red, blue = row("Red"), row("Blue")
    import_lines(SUBJECT, shop, lines(1, "Crimson", "Blue", updatedAt=LATER))
    assert offers(shop, 2) == offers(shop, 20, "ProductVariant") == [("Red", red)]
    crimson = row("Crimson")
    assert crimson != red
    assert offers(shop, 1) == [("Crimson", crimson), ("Blue", blue)]
    assert offers(shop, 10, "ProductVariant") == [("Crimson", crimson)]
    import_lines(SUBJECT, shop, lines(1, "Ruby", "Blue", updatedAt="2026-03-01T10:00:00Z"))
    assert offers(shop, 1) == [("Ruby", crimson), ("Blue", blue)]


def test_a_name_that_is_there_already_is_joined(shop: Shop) -> None:
    import_lines(SUBJECT, shop, lines(1, "Red"), lines(2, "Crimson"))
    crimson = row("Crimson")
    import_lines(SUBJECT, shop, lines(1, "Crimson", updatedAt=LATER))
    assert offers(shop, 1) == offers(shop, 2) == [("Crimson", crimson)]


def test_two_products_come_to_the_same_name_at_once(shop: Shop) -> None:
    import_lines(SUBJECT, shop, lines(1, "Red"), lines(2, "Scarlet"))
    red = row("Red")
    renamed = lines(1, "Crimson", updatedAt=LATER) + lines(2, "Crimson", updatedAt=LATER)
    assert outcome(import_lines(SUBJECT, shop, renamed)) == {"read": 4, "updated": 2}
    assert offers(shop, 1) == offers(shop, 2) == [("Crimson", red)]


def test_two_values_swap_their_names(shop: Shop) -> None:
    import_lines(SUBJECT, shop, lines(1, "Red", "Blue"))
    red, blue = row("Red"), row("Blue")
    import_lines(SUBJECT, shop, lines(1, "Blue", "Red", updatedAt=LATER))
    assert offers(shop, 1) == [("Blue", blue), ("Red", red)]
    assert offers(shop, 10, "ProductVariant") == [("Blue", blue)]
    import_lines(SUBJECT, shop, lines(1, "Navy", "Red", updatedAt="2026-03-01T10:00:00Z"))
    assert offers(shop, 1) == [("Navy", blue), ("Red", red)]


def test_a_renamed_option_keeps_the_rows_of_its_values(shop: Shop) -> None:
    import_lines(SUBJECT, shop, lines(1, "Red", "Blue"), lines(2, "Blue"))
    red, blue = row("Red"), row("Blue")
    import_lines(SUBJECT, shop, lines(1, "Red", "Blue", option="Shade", updatedAt=LATER))
    assert row("Red", "Shade") == red
    assert offers(shop, 1) == [("Red", red), ("Blue", row("Blue", "Shade"))]
    assert offers(shop, 2) == [("Blue", blue)]
