"""What becomes of a product's lines."""

import pytest
from django.db.models import Q

from integrations.shopify.products.bulk import SUBJECT
from oms.models import (
    GoodIdentification,
    Product,
    ProductCategory,
    ProductCategoryMember,
    ProductException,
    ProductFeatureAppl,
    Shop,
    ShopProduct,
)
from tests.imports.lines import LATER, collection, gid, jsonl, product, variant
from tests.imports.support import import_lines, make_shop, outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return make_shop()


def ours(shop: Shop, kind: str, number: int) -> Product:
    return ShopProduct.objects.get(shop=shop, gid=gid(kind, number)).product


def open_memberships(record: Product) -> set[tuple[str, str]]:
    members = ProductCategoryMember.objects.filter(product=record, thru_at=None)
    return set(members.values_list("category__type", "category__name"))


def test_product_with_a_variant(shop: Shop) -> None:
    run = import_lines(SUBJECT, shop, jsonl(product(1), variant(11, 1), collection(5, 1)))
    assert outcome(run) == {"read": 3, "created": 1}

    virtual, red = ours(shop, "Product", 1), ours(shop, "ProductVariant", 11)
    assert (virtual.is_virtual, virtual.is_variant, virtual.name, virtual.brand) == (True, False, "Shirt 1", "Acme")
    assert (virtual.description, virtual.product_type, virtual.handle) == ("<p>Soft</p>", "Shirts", "shirt-1")
    assert virtual.image_url == "https://cdn.example/a.png"
    assert set(virtual.tags.values_list("tag", flat=True)) == {"new", "summer"}
    assert list(virtual.features.values_list("feature__type__name", "feature__name", "kind", "position")) == [
        ("Colour", "Red", "SELECTABLE", 1),
        ("Colour", "Blue", "SELECTABLE", 2),
    ]
    assert open_memberships(virtual) == {
        ("PRODUCT_TYPE", "Shirts"),
        ("TAXONOMY", "Shirts"),
        ("COLLECTION", "Collection 5"),
    }
    assert (red.parent, red.is_variant, red.name, red.sku) == (virtual, True, "Shirt 1 - Red", "SKU-11")
    assert (str(red.price), red.compare_at_price, str(red.weight)) == ("19.9000", None, "0.2500")
    assert red.weight_unit == "KILOGRAMS"
    assert list(red.features.values_list("feature__name", "kind")) == [("Red", "STANDARD")]
    assert dict(red.identifications.values_list("type", "value")) == {
        "SKU": "SKU-11",
        "UPCA": "012345678905",
        "SHOPIFY_PROD_ID": "11",
    }
    assert ShopProduct.objects.get(gid=gid("ProductVariant", 11)).inventory_item_gid == gid("InventoryItem", 11)


def test_taxonomy_has_its_ancestors_above_it(shop: Shop) -> None:
    import_lines(SUBJECT, shop, jsonl(product(1)))
    shirts = ProductCategory.objects.get(type="TAXONOMY", name="Shirts")
    assert shirts.parent and shirts.parent.parent
    assert (shirts.parent.name, shirts.parent.parent.name) == ("Clothing", "Apparel & Accessories")
    assert shirts.parent.parent.parent is None


def test_same_file_again_changes_nothing(shop: Shop) -> None:
    file = jsonl(product(1), variant(11, 1), collection(5, 1))
    import_lines(SUBJECT, shop, file)
    before = list(Product.objects.order_by("id").values())
    run = import_lines(SUBJECT, shop, file)
    assert outcome(run) == {"read": 3, "unchanged": 1}
    assert list(Product.objects.order_by("id").values()) == before


def test_newer_product_is_updated_and_older_is_not(shop: Shop) -> None:
    import_lines(SUBJECT, shop, jsonl(product(1), variant(11, 1), variant(12, 1, title="Blue"), collection(5, 1)))
    old = ours(shop, "ProductVariant", 11)
    newer = jsonl(
        product(1, updatedAt=LATER, title="Blouse", tags=["sale"], productType="", category=None),
        variant(11, 1, price="9.00", updatedAt=LATER, sku="NEW", barcode=None),
        collection(6, 1),
    )
    assert outcome(import_lines(SUBJECT, shop, newer)) == {"read": 3, "updated": 1}
    virtual, red, blue = ours(shop, "Product", 1), ours(shop, "ProductVariant", 11), ours(shop, "ProductVariant", 12)
    assert (red.pk, red.name, str(red.price)) == (old.pk, "Blouse - Red", "9.0000")
    assert dict(red.identifications.values_list("type", "value")) == {"SKU": "NEW", "SHOPIFY_PROD_ID": "11"}
    assert list(virtual.tags.values_list("tag", flat=True)) == ["sale"]
    assert open_memberships(virtual) == {("COLLECTION", "Collection 6")}
    assert blue.discontinued_at and red.discontinued_at is None

    assert outcome(import_lines(SUBJECT, shop, jsonl(product(1, title="Old")))) == {"read": 1, "unchanged": 1}
    assert ours(shop, "Product", 1).name == "Blouse"


def test_variant_or_collection_alone_makes_an_update(shop: Shop) -> None:
    import_lines(SUBJECT, shop, jsonl(product(1), variant(11, 1), collection(5, 1)))
    run = import_lines(SUBJECT, shop, jsonl(product(1), variant(11, 1, updatedAt=LATER, price="5"), collection(5, 1)))
    assert outcome(run) == {"read": 3, "updated": 1}
    run = import_lines(SUBJECT, shop, jsonl(product(1), variant(11, 1, updatedAt=LATER)))
    assert outcome(run) == {"read": 2, "updated": 1}
    assert ("COLLECTION", "Collection 5") not in open_memberships(ours(shop, "Product", 1))


def test_default_title_makes_no_feature(shop: Shop) -> None:
    options = [{"id": "o", "name": "Title", "position": 1, "values": ["Default Title"]}]
    chosen = [{"name": "Title", "value": "Default Title"}]
    only = variant(11, 1, title="Default Title", selectedOptions=chosen)
    import_lines(SUBJECT, shop, jsonl(product(1, options=options), only))
    assert not ProductFeatureAppl.objects.exists()
    assert ours(shop, "ProductVariant", 11).name == "Shirt 1"


def test_second_variant_with_a_sku_gets_an_exception(shop: Shop) -> None:
    run = import_lines(
        SUBJECT, shop, jsonl(product(1), variant(11, 1, sku="A"), variant(12, 1, sku="A"), variant(13, 1, sku=None))
    )
    assert outcome(run) == {"read": 4, "created": 1, "warnings": 1}
    assert GoodIdentification.objects.get(type="SKU").product == ours(shop, "ProductVariant", 11)
    raised = ProductException.objects.get()
    assert (raised.product, raised.kind) == (ours(shop, "ProductVariant", 12), "DUPLICATE_SKU")
    assert ours(shop, "ProductVariant", 12).sku == "A"


def test_sku_given_up_goes_to_the_one_that_waited(shop: Shop) -> None:
    import_lines(SUBJECT, shop, jsonl(product(1), variant(11, 1, sku="A"), product(2), variant(21, 2, sku="A")))
    import_lines(SUBJECT, shop, jsonl(product(1, updatedAt=LATER), variant(11, 1, sku="B", updatedAt=LATER)))
    owners = {
        value: product
        for value, product in GoodIdentification.objects.filter(type="SKU").values_list("value", "product_id")
    }
    assert owners == {"A": ours(shop, "ProductVariant", 21).pk, "B": ours(shop, "ProductVariant", 11).pk}
    assert ProductException.objects.get().resolved_at


def test_two_variants_swap_their_skus(shop: Shop) -> None:
    import_lines(SUBJECT, shop, jsonl(product(1), variant(11, 1, sku="A"), variant(12, 1, sku="B")))
    swapped = jsonl(product(1, updatedAt=LATER), variant(11, 1, sku="B"), variant(12, 1, sku="A"))
    import_lines(SUBJECT, shop, swapped)
    assert GoodIdentification.objects.get(type="SKU", value="B").product == ours(shop, "ProductVariant", 11)
    assert not ProductException.objects.exists()


def test_gift_card_has_no_inventory(shop: Shop) -> None:
    import_lines(SUBJECT, shop, jsonl(product(1, isGiftCard=True), variant(11, 1)))
    assert not Product.objects.filter(Q(is_gift_card=False) | Q(has_inventory=True)).exists()


def test_text_that_the_database_cannot_hold_is_cleaned(shop: Shop) -> None:
    title = "x" * 5_000
    lines = jsonl(
        product(1, title="a\x00b"),
        product(2, title=title),
        product(3, title="<script>alert(1)</script>"),
        product(5, title="tab\tline\nback\\slash \\N", descriptionHtml="\n\\.\n"),
    ) + jsonl(product(4, title="LONE")).replace("LONE", "a\\ud800b")
    assert outcome(import_lines(SUBJECT, shop, lines)) == {"read": 5, "created": 5}
    names = [ours(shop, "Product", number).name for number in (1, 2, 3, 4, 5)]
    assert names == ["ab", title, "<script>alert(1)</script>", "a\ufffdb", "tab\tline\nback\\slash \\N"]
    assert ours(shop, "Product", 5).description == "\n\\.\n"


def test_bad_record_is_kept_whole_and_the_others_go_in(shop: Shop) -> None:
    long_sku = variant(21, 2, sku="x" * 300)
    lines = jsonl(product(1), variant(11, 1), product(2), long_sku, product(3), variant(31, 3))
    run = import_lines(SUBJECT, shop, lines)
    assert outcome(run) == {"read": 6, "created": 2, "failed": 1}
    (failed,) = run.failed
    assert (failed["reference"], failed["reason"]) == (gid("Product", 2), "VALUE")
    assert failed["raw"] == jsonl(product(2), long_sku).strip()
    assert not ShopProduct.objects.filter(gid=gid("Product", 2)).exists()


def test_unreadable_lines_and_orphans_are_kept(shop: Shop) -> None:
    broken = variant(21, 2, price="cheap")
    lines = jsonl(variant(11, 1), product(1), product(2), broken, "{no json", variant(99, 9))
    run = import_lines(SUBJECT, shop, lines)
    assert outcome(run) == {"read": 6, "created": 1, "failed": 3}
    reasons = {failed["reference"]: failed["reason"] for failed in run.failed}
    assert reasons[gid("Product", 2)] == "BAD_LINE"
    assert reasons[gid("ProductVariant", 99)] == "ORPHAN"
    assert {failed["raw"] for failed in run.failed} >= {"{no json", jsonl(product(2), broken).strip()}


def test_placeholder_is_filled_and_keeps_its_row(shop: Shop) -> None:
    held = Product.objects.create(store=shop.store, is_variant=True, is_placeholder=True, name="From an order")
    ShopProduct.objects.create(shop=shop, gid=gid("ProductVariant", 11), kind="VARIANT", product=held)
    waiting = ProductException.objects.create(product=held, kind="PLACEHOLDER")
    import_lines(SUBJECT, shop, jsonl(product(1), variant(11, 1)))
    held.refresh_from_db()
    waiting.refresh_from_db()
    assert (held.is_placeholder, held.name) == (False, "Shirt 1 - Red")
    assert held.parent == ours(shop, "Product", 1)
    assert waiting.resolved_at


def test_what_copying_refuses_is_one_failed_record(shop: Shop) -> None:
    bad = variant(21, 2, price="1e200000")
    run = import_lines(SUBJECT, shop, jsonl(product(1), variant(11, 1)), jsonl(product(2), bad))
    assert outcome(run) == {"read": 4, "created": 1, "failed": 1}
    assert [(one["reference"], one["reason"]) for one in run.failed] == [(gid("Product", 2), "VALUE")]
    assert ours(shop, "ProductVariant", 11).sku == "SKU-11"
