"""A product deleted in the shop, told to Sync and by webhook: what ends here with it, and what goes on."""

from collections.abc import Callable

import pytest

from oms.models import (
    CategoryType,
    Facility,
    GoodIdentification,
    Product,
    ProductCategory,
    ProductCategoryMember,
    ProductException,
    ProductFacility,
)
from sandbox.rules.products import delete_product, update_product
from sandbox.rules.variants import update_variant
from sandbox.state.records import Product as Theirs
from tests.orders.market import Market
from tests.products.support import SYNC, body, deliver, ours, shirt
from tests.sandbox import shops

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = "LINEN-SHIRT-S"
Tell = Callable[[Market, Theirs], None]


def by_job(market: Market, gone: Theirs) -> None:
    market.run(SYNC, buffer_time=120)


def by_webhook(market: Market, gone: Theirs) -> None:
    assert deliver(market, "products/delete", body(market, "products/delete", gone)).state == "done"


@pytest.fixture(params=[by_job, by_webhook])
def tell(request: pytest.FixtureRequest) -> Tell:
    told: Tell = request.param
    return told


def delete_shirt(market: Market) -> Theirs:
    gone = shirt(market)
    market.pass_by()
    delete_product(market.store, gone)
    return gone


def owner(sku: str) -> Product:
    return GoodIdentification.objects.get(type="SKU", value=sku).product


def with_products(market: Market) -> tuple[Product, Product]:
    """The shirt and its small variant here."""
    return ours(market, "Product", shirt(market).id), ours(market, "ProductVariant", market.small.id)


def test_its_sku_is_free_for_another(market: Market, tell: Tell) -> None:
    mug = ours(market, "ProductVariant", market.mug.id)
    tell(market, delete_shirt(market))
    assert not GoodIdentification.objects.filter(type="SKU", value=SMALL).exists()
    market.pass_by()
    update_variant(market.store, market.mug, sku=SMALL)
    market.run(SYNC, buffer_time=120)
    assert owner(SMALL) == mug
    assert not ProductException.objects.exists()


def test_its_sku_goes_to_the_one_that_waits_for_it(market: Market, tell: Tell) -> None:
    mug = ours(market, "ProductVariant", market.mug.id)
    market.pass_by()
    update_variant(market.store, market.mug, sku=SMALL)
    market.run(SYNC)
    assert owner(SMALL) != mug
    assert ProductException.objects.get().resolved_at is None
    tell(market, delete_shirt(market))
    assert owner(SMALL) == mug
    assert ProductException.objects.get().resolved_at is not None


def test_what_waited_for_a_sku_waits_no_more_when_it_is_deleted_itself(market: Market, tell: Tell) -> None:
    market.pass_by()
    update_variant(market.store, market.small, sku="MUG")
    market.run(SYNC)
    assert ProductException.objects.get().resolved_at is None
    tell(market, delete_shirt(market))
    assert ProductException.objects.get().resolved_at is not None
    assert owner("MUG") == ours(market, "ProductVariant", market.mug.id)


def test_memberships_presell_and_thresholds_end_with_it(market: Market, tell: Tell) -> None:
    update_product(market.store, shirt(market), product_type="Tops")
    shops.collection(market.store, "Summer", shirt(market))
    market.pass_by()
    market.run(SYNC)
    product, small = with_products(market)
    mug = ours(market, "ProductVariant", market.mug.id)
    presell = ProductCategory.objects.create(store=market.shop.store, type=CategoryType.PREORDER, name="Pre-order")
    ProductCategoryMember.objects.bulk_create(
        ProductCategoryMember(category=presell, product=one) for one in (small, mug)
    )
    facility = Facility.objects.earliest("id")
    ProductFacility.objects.bulk_create(
        ProductFacility(product=one, facility=facility, minimum_stock=3) for one in (small, mug)
    )
    before = ProductCategoryMember.objects.filter(product__in=(product, small), thru_at=None)
    assert set(before.values_list("category__type", flat=True)) == {"COLLECTION", "PRODUCT_TYPE", "PREORDER"}
    tell(market, delete_shirt(market))
    ended = ProductCategoryMember.objects.filter(product__in=(product, small))
    assert ended.count() == 3 and not ended.filter(thru_at=None).exists()
    assert ProductCategoryMember.objects.get(category=presell, product=mug).thru_at is None
    assert dict(ProductFacility.objects.values_list("product", "minimum_stock")) == {small.pk: 0, mug.pk: 3}


@pytest.mark.parametrize("kind", [CategoryType.PREORDER, CategoryType.BACKORDER])
def test_presell_categories_are_never_touched_by_sync(market: Market, kind: CategoryType) -> None:
    shops.collection(market.store, "Summer", shirt(market))
    market.pass_by()
    market.run(SYNC)
    product, small = with_products(market)
    presell = ProductCategory.objects.create(store=market.shop.store, type=kind, name="Ours")
    for member in (product, small):
        ProductCategoryMember.objects.create(category=presell, product=member)
    market.pass_by()
    summer = next(iter(market.store.collections.values()))
    before, summer.product_ids = list(summer.product_ids), []
    market.store.indexes.collection_changed(summer, before)
    market.store.touch(summer)
    update_product(market.store, shirt(market), title="Blouse")
    assert market.counts(SYNC, buffer_time=120)["updated"] >= 1
    left = ProductCategoryMember.objects.filter(product=product, category__type="COLLECTION", thru_at=None)
    assert not left.exists()
    assert presell.members.filter(thru_at=None).count() == 2
    presell.refresh_from_db()
    assert (presell.name, presell.type) == ("Ours", kind)
