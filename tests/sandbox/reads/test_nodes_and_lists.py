"""Records by their gid, hidden orders, and lists that stay the same from page to page."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.state.list_cache import KEPT, ListCache
from sandbox.world import World
from tests.sandbox import shops
from tests.sandbox.reads.asking import answered, data, ours, rich_store, the_order, world_of

NODE = "query($id:ID!){node(id:$id){__typename id}}"


@pytest.fixture
def world() -> World:
    return world_of(rich_store())


def gids(world: World) -> list[str]:
    store, order = world.store, the_order(world.store)
    tables = (store.products, store.variants, store.inventory_items, store.levels, store.collections)
    others = (store.locations, store.customers, store.orders, store.events)
    records: list[Any] = [next(iter(table.values())) for table in (*tables, *others)]
    records += [store.shop, store.taxonomy["aa"], store.metafields(order.gid)[0]]
    records += [
        order.line_items[1],
        order.transactions[0],
        order.refunds[0],
        order.returns[0],
        order.returns[0].lines[0],
    ]
    work, done = order.fulfillment_orders[0], order.fulfillments[0]
    records += [work, work.lines[0], done, done.lines[0], order.returns[0].reverse_fulfillment_orders[0]]
    return [record.gid for record in records]


def test_every_kind_of_record_is_a_node(world: World) -> None:
    for gid in gids(world):
        found = data(world, NODE, id=gid)["node"]
        assert found == {"__typename": gid.split("/")[3], "id": gid}


def test_nodes_keep_their_order_and_their_gaps(world: World) -> None:
    order = the_order(world.store)
    ids = [order.gid, "gid://shopify/Product/1", order.refunds[0].gid, "gid://shopify/Refund/1"]
    found = data(world, "query($ids:[ID!]!){nodes(ids:$ids){id}}", ids=ids)["nodes"]
    assert [one and one["id"] for one in found] == [order.gid, None, order.refunds[0].gid, None]


def test_a_kind_that_is_not_there_is_refused_not_missed(world: World) -> None:
    (error,) = answered(world, NODE, id="gid://shopify/GiftCard/1")["errors"]
    assert error["extensions"]["code"] == "EMULATOR_UNSUPPORTED"


def test_a_root_takes_no_gid_of_another_type(world: World) -> None:
    (error,) = answered(world, "query($id:ID!){order(id:$id){id}}", id="gid://shopify/Product/1")["errors"]
    assert error["extensions"]["code"] == "RESOURCE_NOT_FOUND"


def test_old_orders_are_hidden_without_the_scope(world: World) -> None:
    """No error: fewer rows. The order of 61 days ago, its parts and its fulfillment orders are gone."""
    order = the_order(world.store)
    order.created_at = shops.NOW - timedelta(days=61)
    parts = [order.refunds[0].gid, order.returns[0].gid, order.fulfillment_orders[0].gid, order.line_items[0].gid]
    lists = "{orders(first:5){nodes{id}} ordersCount{count} fulfillmentOrders(first:5){nodes{id}}}"
    assert data(world, lists)["ordersCount"] == {"count": 1}
    hidden = answered(world, lists, without="read_all_orders")["data"]
    assert hidden == {"orders": {"nodes": []}, "ordersCount": {"count": 0}, "fulfillmentOrders": {"nodes": []}}
    for gid in (order.gid, *parts):
        assert data(world, NODE, id=gid)["node"] is not None
        assert answered(world, NODE, without="read_all_orders", id=gid)["data"] == {"node": None}


def test_a_typo_in_a_search_is_told_at_the_alias_and_finds_everything(world: World) -> None:
    text = '{mine: orders(first:5, query:"finacial_status:paid"){nodes{name}} orders(first:1){nodes{name}}}'
    found = answered(world, text)
    assert found["data"]["mine"]["nodes"] == [{"name": "#1001"}]
    assert found["extensions"]["search"] == [
        {
            "path": ["mine"],
            "query": "finacial_status:paid",
            "parsed": {"field": "finacial_status", "match_all": "paid"},
            "warnings": [
                {
                    "field": "finacial_status",
                    "message": "Invalid search field for this query.",
                    "code": "invalid_field",
                }
            ],
        }
    ]


@pytest.mark.parametrize(
    "argument", ['query:"chargeback_status:lost"', "sortKey:PO_NUMBER", 'savedSearchId:"gid://shopify/SavedSearch/1"']
)
def test_what_is_not_modelled_is_refused(world: World, argument: str) -> None:
    (error,) = answered(world, f"{{orders(first:1,{argument}){{nodes{{id}}}}}}")["errors"]
    assert error["extensions"]["code"] == "EMULATOR_UNSUPPORTED"


def test_pages_of_a_list_that_grows_miss_nothing_and_repeat_nothing(world: World) -> None:
    shirt = next(iter(world.store.variants.values()))
    made = [shops.order(world.store, [(shirt, 1)]).name for _ in range(9)]
    told = {"sortKey": "UPDATED_AT", "lineItems": 1, "query": "status:open", "first": 4}
    seen: list[str] = []
    after = None
    while True:
        orders = ours(world, "orders_since", after=after, **told)["orders"]
        seen += [order["name"] for order in orders["nodes"]]
        if not orders["pageInfo"]["hasNextPage"]:
            break
        after = orders["pageInfo"]["endCursor"]
        if len(seen) < 9:  # an order that has been read changes, and so comes once more, at the end
            world.store.clock.advance(60)
            world.store.touch(world.store.order_by_name(made[0]))  # type: ignore[type-var]
    assert set(seen) == {"#1001", *made}
    assert [name for name in seen if name != made[0]] == sorted(set(seen) - {made[0]}, key=seen.index)


def test_a_list_is_made_once_until_the_store_changes() -> None:
    views, made = ListCache(), []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [views.get("a", 1, make) for _ in range(3)] == [1, 1, 1]
    assert views.get("a", 2, make) == 2
    for number in range(KEPT):
        views.get(number, 2, make)
    assert views.get("a", 2, make) == len(made)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("CREATED_AT", "Mug,Gift Card,Linen Shirt"),
        ("TITLE", "Gift Card,Linen Shirt,Mug"),
        ("INVENTORY_TOTAL", "Gift Card,Linen Shirt,Mug"),
    ],
)
def test_sort_keys(world: World, key: str, names: str) -> None:
    shirt = next(iter(world.store.products.values()))
    shirt.created_at += timedelta(hours=1)
    world.store.touch(shirt)
    found = data(world, "query($key:ProductSortKeys){products(first:9,sortKey:$key){nodes{title}}}", key=key)
    assert ",".join(one["title"] for one in found["products"]["nodes"]) == names
