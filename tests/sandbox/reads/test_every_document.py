"""Every query of ours that is not a bulk operation's is answered without an error, and none is forgotten here."""

from typing import Any

import pytest

from sandbox.graphql import cursors
from sandbox.world import World
from shopify_client import documents
from tests.sandbox.reads.asking import ours, rich_store, the_order, world_of

# Read by tests of their own: they need a bulk operation or a job that runs.
ELSEWHERE = {
    "bulk_products",
    "bulk_orders",
    "bulk_collections",
    "bulk_inventory_levels",
    "bulk_poll",
    "bulk_list",
    "job",
}


def variables(world: World) -> dict[str, dict[str, Any]]:
    store = world.store
    order, product = the_order(store), next(iter(store.products.values()))
    place = next(iter(store.locations.values()))
    since = "updated_at:>='2026-11-01T00:00:00Z'"
    return {
        "order_by_id": {"id": order.gid, "lineItems": 10},
        "orders_since": {"query": f"status:open {since}", "first": 5, "sortKey": "UPDATED_AT", "lineItems": 10},
        "order_line_items_page": {"id": order.gid, "after": cursors.encode((0, order.line_items[0].id))},
        "order_returns": {"id": order.gid},
        "order_note": {"id": order.gid},
        "refund_lines_page": {"id": order.refunds[0].gid},
        "return_lines_page": {"id": order.returns[0].gid},
        "return_by_id": {"id": order.returns[0].gid},
        "fulfillment_orders_of_order": {"id": order.gid},
        "products_since": {"query": f"status:active {since}", "first": 5, "variants": 10},
        "product_by_id": {"id": product.gid},
        "product_deletions_since": {"query": "subject_type:PRODUCT action:destroy", "first": 5},
        "collection_members": {"id": next(iter(store.collections.values())).gid},
        "collections_since": {"query": since, "first": 5},
        "inventory_levels_by_items": {
            "ids": [item.gid for item in store.inventory_items.values()],
            "locationId": place.gid,
        },
        "locations": {"first": 5},
        "shop_and_scopes": {},
        "webhook_list": {"first": 5},
    }


def queries() -> list[str]:
    return [name for name in documents.names() if documents.load(name).kind == "query" and name not in ELSEWHERE]


def test_no_document_is_forgotten() -> None:
    assert sorted(variables(world_of(rich_store()))) == sorted(queries())


@pytest.mark.parametrize("name", queries())
def test_a_document_is_answered(name: str) -> None:
    world = world_of(rich_store())
    found = ours(world, name, **variables(world)[name])
    assert all(value is not None for value in found.values())
