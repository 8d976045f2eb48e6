"""Products, collections, stock, locations, events and the shop."""

import pytest

from sandbox.access.tokens import CLIENT_ID
from sandbox.world import World
from tests.sandbox import shops
from tests.sandbox.reads.asking import answered, data, ours, rich_store, world_of

SHIRT = "gid://shopify/Product/8100000000001"
PLACE = "gid://shopify/Location/70000000001"


@pytest.fixture
def world() -> World:
    return world_of(rich_store())


def test_products_changed_since(world: World) -> None:
    query = "updated_at:>='2026-11-20T00:00:00Z' status:active"
    found = ours(world, "products_since", query=query, first=2, variants=1)["products"]
    assert [one["title"] for one in found["nodes"]] == ["Linen Shirt", "Mug"]
    shirt = found["nodes"][0]
    assert (shirt["totalInventory"], shirt["tracksInventory"], shirt["hasOnlyDefaultVariant"]) == (17, True, False)
    assert shirt["options"][0]["values"] == ["S", "M"]
    assert shirt["category"] == {
        "id": "gid://shopify/TaxonomyCategory/aa-1",
        "name": "Shirts",
        "fullName": "Apparel > Shirts",
        "level": 2,
        "isLeaf": True,
        "ancestorIds": ["gid://shopify/TaxonomyCategory/aa"],
    }
    assert shirt["featuredMedia"]["mediaContentType"] == "IMAGE"
    assert shirt["featuredMedia"]["preview"]["image"]["url"] == "https://cdn.example.com/s.jpg"
    assert [one["sku"] for one in shirt["variants"]["nodes"]] == ["LINEN-SHIRT-S"]
    assert shirt["variants"]["pageInfo"]["hasNextPage"]
    assert found["nodes"][1]["category"] is None
    assert found["pageInfo"]["hasNextPage"]


def test_a_product_with_its_variants_and_collections(world: World) -> None:
    shirt = ours(world, "product_by_id", id=SHIRT)["product"]
    assert [one["title"] for one in shirt["collections"]["nodes"]] == ["Summer"]
    [size] = shirt["options"]
    assert size["values"] == [one["name"] for one in size["optionValues"]] == ["S", "M"]
    text = "query($id:ID!){product(id:$id){variants(first:9){nodes{selectedOptions{optionValue{__typename id}}}}}}"
    chosen = [one["selectedOptions"] for one in data(world, text, id=SHIRT)["product"]["variants"]["nodes"]]
    assert chosen == [
        [{"optionValue": {"__typename": "ProductOptionValue", "id": one["id"]}}] for one in size["optionValues"]
    ]
    small, medium = shirt["variants"]["nodes"]
    assert (small["price"], small["compareAtPrice"], small["inventoryQuantity"]) == ("40.00", None, 13)
    assert small["selectedOptions"] == [{"name": "Size", "value": "S"}]
    assert small["inventoryItem"]["measurement"] == {"weight": {"unit": "GRAMS", "value": 250.0}}
    assert [one["key"] for one in small["metafields"]["nodes"]] == ["size"]
    assert medium["metafields"]["nodes"] == []


def test_collections_and_their_members(world: World) -> None:
    (summer,) = ours(world, "collections_since", query="title:summer", first=5)["collections"]["nodes"]
    assert (summer["productsCount"], summer["sortOrder"]) == ({"count": 2, "precision": "EXACT"}, "MANUAL")
    text = (
        "query($id:ID!,$key:ProductCollectionSortKeys,$back:Boolean)"
        "{collection(id:$id){products(first:9,sortKey:$key,reverse:$back){nodes{title}}}}"
    )
    told = {"id": summer["id"]}
    own = data(world, text, **told)["collection"]["products"]["nodes"]
    assert [one["title"] for one in own] == ["Linen Shirt", "Mug"]
    by_title = data(world, text, key="TITLE", back=True, **told)["collection"]["products"]["nodes"]
    assert [one["title"] for one in by_title] == ["Mug", "Linen Shirt"]


def test_what_is_left_of_a_deleted_product(world: World) -> None:
    query = "subject_type:PRODUCT action:destroy created_at:>='2026-11-20T00:00:00Z'"
    (event,) = ours(world, "product_deletions_since", query=query, first=5)["events"]["nodes"]
    assert (event["__typename"], event["action"]) == ("BasicEvent", "destroy")
    assert (event["subjectId"], event["subjectType"]) == ("gid://shopify/Product/8100000000999", "PRODUCT")


def test_stock_at_a_location(world: World) -> None:
    items = [item.gid for item in world.store.inventory_items.values()]
    small, _, mug, card = ours(world, "inventory_levels_by_items", ids=items, locationId=PLACE)["nodes"]
    assert [(one["name"], one["quantity"]) for one in small["inventoryLevel"]["quantities"]] == [
        ("available", 10),
        ("on_hand", 10),
        ("committed", 0),
    ]
    assert [one["quantity"] for one in mug["inventoryLevel"]["quantities"]] == [20, 21, 1]
    assert (card["tracked"], card["inventoryLevel"]) == (False, None)


def test_a_level_that_is_not_active_is_only_seen_on_request(world: World) -> None:
    level = next(iter(world.store.levels.values()))
    level.is_active = False
    text = (
        "query($id:ID!,$all:Boolean){inventoryItem(id:$id){inventoryLevels(first:5,includeInactive:$all){nodes{id}}}}"
    )
    item = f"gid://shopify/InventoryItem/{level.inventory_item_id}"
    assert len(data(world, text, id=item, all=False)["inventoryItem"]["inventoryLevels"]["nodes"]) == 1
    assert len(data(world, text, id=item, all=True)["inventoryItem"]["inventoryLevels"]["nodes"]) == 2


def test_an_unknown_quantity_name_is_refused(world: World) -> None:
    level = next(iter(world.store.levels.values()))
    found = answered(world, 'query($id:ID!){inventoryLevel(id:$id){quantities(names:["avail"]){name}}}', id=level.gid)
    assert "'avail'" in found["errors"][0]["message"]


def test_locations_active_or_not(world: World) -> None:
    shops.location(world.store, "Attic", is_active=False)
    every = ours(world, "locations", first=9)["locations"]["nodes"]
    assert [one["name"] for one in every] == ["Attic", "Main Warehouse", "Soho Store"]
    assert every[1]["address"]["countryCode"] == "US"
    active = data(world, "{locations(first:9){nodes{name}}}")["locations"]["nodes"]
    assert [one["name"] for one in active] == ["Main Warehouse", "Soho Store"]


def test_the_shop_and_the_app(world: World) -> None:
    found = ours(world, "shop_and_scopes")
    assert found["shop"]["myshopifyDomain"] == world.store.shop.myshopify_domain
    assert found["shop"]["plan"] == {"publicDisplayName": "Grow", "partnerDevelopment": False, "shopifyPlus": False}
    scopes = {one["handle"] for one in found["currentAppInstallation"]["accessScopes"]}
    assert scopes == world.access.app(CLIENT_ID).scopes
    assert found["publicApiVersions"] == [{"handle": "2026-10", "displayName": "October 2026", "supported": True}]
