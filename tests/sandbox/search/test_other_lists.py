"""What products, variants, collections, customers, stock, places and events can be found by."""

from datetime import timedelta

import pytest

from sandbox.search.fields import UnmodelledField
from sandbox.state.base import money
from sandbox.state.records import Event, Metafield
from sandbox.state.store import Store
from tests.sandbox import shops
from tests.sandbox.search.finding import found, looked_for

HOUR = timedelta(hours=1)


@pytest.fixture
def store() -> Store:
    store = shops.small_store()
    shirt, mug, card = store.products.values()
    shirt.tags, shirt.product_type, shirt.vendor = ["summer", "linen"], "Tops", "Acme Apparel"
    mug.status, mug.published_at = "DRAFT", None
    mug.updated_at = mug.updated_at + HOUR
    store.product_variants(mug)[0].compare_at_price = money("15.00")
    store.product_variants(mug)[0].barcode = "5901234123457"
    at = store.clock.now()
    field = Metafield(id=1, created_at=at, updated_at=at, namespace="oms", key="season", type="text", value="SS26")
    store.set_metafields(card.gid, [field])
    for action, subject in (("create", "PRODUCT"), ("destroy", "PRODUCT"), ("create", "ORDER")):
        number = store.next_id("BasicEvent")
        told = {"action": action, "subject_type": subject, "subject_id": "1", "message": f"{action} {subject}"}
        store.add(Event(id=number, created_at=at + HOUR * (number % 10), **told))
    inactive = shops.location(store, "Old Shop", is_active=False)
    inactive.address.city = "Boston"
    return store


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("title:shirt", "Linen Shirt"),
        ("title:'linen shirt'", "Linen Shirt"),
        ("title:'shirt linen'", ""),
        ("title:lin*", "Linen Shirt"),
        ("handle:mug", "Mug"),
        ("vendor:'Acme Apparel'", "Linen Shirt"),
        ("vendor:acme", "Mug,Gift Card"),
        ("product_type:tops", "Linen Shirt"),
        ("tag:summer", "Linen Shirt"),
        ("tag:summer tag:winter", ""),
        ("status:active", "Linen Shirt,Gift Card"),
        ("status:active,draft", "Linen Shirt,Mug,Gift Card"),
        ("published_status:unpublished", "Mug"),
        ("published_at:*", "Linen Shirt,Gift Card"),
        ("updated_at:>'2026-11-20T12:00:00Z'", "Mug"),
        ("sku:MUG", "Mug"),
        ("sku:LINEN*", "Linen Shirt"),
        ("barcode:5901234123457", "Mug"),
        ("price:<20", "Mug"),
        ("is_price_reduced:true", "Mug"),
        ("gift_card:true", "Gift Card"),
        ("inventory_total:>=17", "Linen Shirt,Mug"),
        ("out_of_stock_somewhere:true", "Linen Shirt"),
        ("has_only_default_variant:false", "Linen Shirt"),
        ("collection_id:440000000001", "Linen Shirt,Mug"),
        ("variant_id:45000000000003", "Mug"),
        ("metafields.oms.season:SS26", "Gift Card"),
        ("apparel", "Linen Shirt"),
    ],
)
def test_products_are_found(store: Store, text: str, titles: str) -> None:
    assert ",".join(product.title for product in found(store, "products", text)) == titles


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("productVariants", "sku:LINEN-SHIRT-S", 1),
        ("productVariants", "product_id:8100000000001", 2),
        ("productVariants", "inventory_quantity:<10", 2),
        ("productVariants", "option1:m", 1),
        ("productVariants", "vendor:'acme apparel' title:shirt", 2),
        ("productVariants", "inventory_management:not_managed", 1),
        ("collections", "title:summer", 1),
        ("collections", "product_id:8100000000003", 0),
        ("collections", "collection_type:custom", 1),
        ("collections", "collection_type:smart", 0),
        ("customers", "email:ada@example.com", 1),
        ("customers", "orders_count:>0", 1),
        ("customers", "byron", 1),
        ("inventoryItems", "sku:MUG", 1),
        ("inventoryItems", "created_at:>2026-11-20", 0),
        ("locations", "active:true", 2),
        ("locations", "city:boston", 1),
        ("locations", "name:'soho store'", 1),
        ("events", "subject_type:PRODUCT action:destroy", 1),
        ("events", "action:create created_at:>'2026-11-20T14:30:00Z'", 1),
        ("fulfillmentOrders", "status:open", 1),
        ("fulfillmentOrders", "assigned_location_id:70000000002", 0),
    ],
)
def test_other_records_are_found(store: Store, name: str, text: str, count: int) -> None:
    assert len(found(store, name, text)) == count


@pytest.mark.parametrize(
    ("name", "typo", "count"),
    [("products", "satus:active", 3), ("events", "subject:PRODUCT", 3), ("collections", "created_at:>2020", 1)],
)
def test_a_typo_finds_everything(store: Store, name: str, typo: str, count: int) -> None:
    records, warnings = looked_for(store, name, typo)
    assert (len(records), warnings[0]["code"]) == (count, "invalid_field")


def test_fields_that_are_not_modelled_are_refused(store: Store) -> None:
    for name, text in (("products", "bundles:true"), ("productVariants", "taxable:true"), ("customers", "state:x")):
        with pytest.raises(UnmodelledField):
            looked_for(store, name, text)
