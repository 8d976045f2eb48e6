"""Sync, and the webhooks of products, against a store over HTTP."""

from decimal import Decimal

import pytest

from integrations.windows.models import Watermark
from oms.inventory import ledger
from oms.models import LedgerReason, OrderException, OrderItem, Product, ProductChange
from sandbox.builders.products import ProductDraft, VariantDraft
from sandbox.rules.products import create_product, delete_product, update_product
from sandbox.rules.variants import update_variant
from shopify_client import documents
from tests.equality.reading import gid
from tests.orders.market import Market
from tests.products.support import SYNC, body, deliver, ours, shirt, unequal
from tests.sandbox import shops
from tests.sandbox.graphql.asking import ask

pytestmark = pytest.mark.django_db(transaction=True)


def draft(title: str = "Linen Shirt", *sizes: str) -> ProductDraft:
    code = title.upper().replace(" ", "-")
    variants = [VariantDraft(values=[size], price=Decimal("40"), sku=f"{code}-{size}", tracked=False) for size in sizes]
    return ProductDraft(title=title, handle=f"{code.lower()}-new", variants=variants, option_names=["Size"])


def changes() -> set[tuple[str, str, str]]:
    return set(ProductChange.objects.values_list("field", "old", "new"))


def test_new_and_changed_products(market: Market) -> None:
    market.pass_by()
    create_product(market.store, draft("Cap", "S", "L"))
    update_product(market.store, shirt(market), title="Blouse", tags=["sale"], status="ARCHIVED")
    update_variant(market.store, market.small, price=Decimal("35.00"), barcode="012345678905")
    run = market.counts(SYNC)
    assert (run["created"], run["updated"] >= 1) == (1, True)
    assert unequal(market) == []
    assert Watermark.objects.filter(job=SYNC).exists()
    assert market.counts(SYNC, buffer_time=120)["updated"] == 0


def test_what_changed_is_kept_field_by_field(market: Market) -> None:
    market.pass_by()
    update_product(market.store, shirt(market), title="Blouse", product_type="Tops", tags=["sale"])
    update_variant(market.store, market.small, price=Decimal("35.00"))
    market.run(SYNC)
    told = changes()
    assert {
        ("name", "Linen Shirt", "Blouse"),
        ("name", "Linen Shirt - S", "Blouse - S"),
        ("price", "40.0000", "35.0000"),
        ("tags", "", "sale"),
        ("product_type", "", "Tops"),
        ("categories", "", "Tops"),
    } <= told
    assert {field for field, _, _ in told} == {"name", "price", "tags", "product_type", "categories"}
    market.run(SYNC, buffer_time=120)
    assert changes() == told


def test_two_changes_in_the_same_second(market: Market) -> None:
    market.pass_by()
    update_product(market.store, shirt(market), title="First")
    market.run(SYNC)
    update_product(market.store, shirt(market), title="Second", tags=["b"])
    market.run(SYNC, buffer_time=120)
    assert unequal(market) == []


def test_a_product_deleted_in_the_shop_is_discontinued_and_stays_for_its_orders(market: Market) -> None:
    order = market.place()
    market.run("orders.new_orders")
    market.pass_by()
    variant = ours(market, "ProductVariant", market.small.id)
    delete_product(market.store, shirt(market))
    assert market.counts(SYNC)["discontinued"] == 3
    variant.refresh_from_db()
    assert variant.discontinued_at is not None
    assert OrderItem.objects.filter(order=market.ours(order), product=variant).exists()


def test_a_product_made_anew_takes_its_variants_with_it_by_sku(market: Market) -> None:
    variant = ours(market, "ProductVariant", market.small.id)
    place = market.store.locations[next(iter(market.store.locations))]
    facility = market.shop.locations.get(gid=gid("Location", place.id)).facility
    assert facility is not None
    ledger.record([ledger.Entry(variant.pk, facility.pk, 5, 5, LedgerReason.RECEIPT)])
    market.pass_by()
    delete_product(market.store, shirt(market))
    anew = create_product(market.store, draft("Linen Shirt", "S", "M", "XL"))
    market.run(SYNC)
    small, medium, large = market.store.product_variants(anew)
    again = ours(market, "ProductVariant", small.id)
    assert (again.pk, again.discontinued_at) == (variant.pk, None)
    assert again.parent == ours(market, "Product", anew.id)
    assert again.levels.get().qoh == 5
    assert ours(market, "ProductVariant", medium.id).identifications.filter(type="SKU").exists()
    assert Product.objects.filter(is_variant=True, parent=again.parent).count() == 3
    assert ours(market, "ProductVariant", large.id).sku == "LINEN-SHIRT-XL"


def test_a_collection_alone(market: Market) -> None:
    market.pass_by()
    summer = shops.collection(market.store, "Summer", shirt(market))
    assert market.counts(SYNC)["updated"] == 1
    assert unequal(market) == []
    market.pass_by()
    before = list(summer.product_ids)
    summer.product_ids, summer.title = [market.mug.product_id], "Late summer"
    market.store.indexes.collection_changed(summer, before)
    market.store.touch(summer)
    run = market.counts(SYNC, buffer_time=120)
    assert (run["renamed"], run["updated"]) == (1, 2)
    assert unequal(market) == []


def test_a_placeholder_is_filled(market: Market) -> None:
    market.pass_by()
    cap = create_product(market.store, draft("Cap", "S"))
    [variant] = market.store.product_variants(cap)
    order = market.place((variant, 1))
    market.run("orders.new_orders")
    held = OrderItem.objects.get(order=market.ours(order)).product
    assert held is not None and held.is_placeholder
    assert OrderException.objects.get().kind == "UNKNOWN_PRODUCT"
    market.run(SYNC)
    held.refresh_from_db()
    assert (held.is_placeholder, held.sku, held.parent) == (False, "CAP-S", ours(market, "Product", cap.id))
    assert OrderException.objects.get().resolved_at is not None


def test_products_with_more_variants_than_a_page_holds(market: Market) -> None:
    market.pass_by()
    sizes = [f"{number:03}" for number in range(120)]
    create_product(market.store, draft("Ring", *sizes))
    market.run(SYNC)
    assert Product.objects.filter(sku__startswith="RING-").count() == 120
    assert unequal(market) == []


def test_one_product_by_its_id(market: Market) -> None:
    market.pass_by()
    update_product(market.store, shirt(market), title="Blouse")
    assert market.counts(SYNC, product_id=shirt(market).id, frequency=1)["updated"] == 1
    assert not Watermark.objects.filter(job=SYNC).exists()


def test_a_dry_run_changes_nothing(market: Market) -> None:
    market.pass_by()
    update_product(market.store, shirt(market), title="Blouse")
    delete_product(market.store, market.store.products[market.mug.product_id])
    before = list(Product.objects.order_by("id").values())
    dry = market.attempt(market.begin(SYNC, dry=True))
    assert (dry.state, list(Product.objects.order_by("id").values())) == ("done", before)
    assert dry.counters == market.run(SYNC).counters


def test_the_largest_page_costs_less_than_one_query_may(market: Market) -> None:
    asked = {"query": "", "first": 50, "after": None, "variants": 50}
    told = ask(market.world, documents.load("products_since").text, asked)
    assert told["extensions"]["cost"]["requestedQueryCost"] <= 1000


def test_webhooks_of_products(market: Market) -> None:
    cap = create_product(market.store, draft("Cap", "S"))
    event = deliver(market, "products/create", body(market, "products/create", cap))
    assert (event.state, event.lane) == ("done", f"product:{cap.id}")
    assert event.effects[0]["action"] == "created"
    market.pass_by()
    update_product(market.store, cap, title="Hat")
    told = body(market, "products/update", cap)
    assert deliver(market, "products/update", told).effects[0]["action"] == "updated"
    assert unequal(market) == []
    assert deliver(market, "products/create", told).state == "ignored"
    delete_product(market.store, cap)
    late = deliver(market, "products/update", told + b" ")
    assert (late.state, late.error) == ("ignored", "The shop has no such product any more")
    assert deliver(market, "products/delete", body(market, "products/delete", cap)).state == "done"
    assert ours(market, "Product", cap.id).discontinued_at is not None
