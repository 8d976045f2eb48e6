"""Tags add up; note, tags and attributes of orderUpdate replace; metafields compare and set."""

from typing import Any

import pytest

from sandbox.admin_api.resolvers import RESOLVERS
from sandbox.state.records import Order
from sandbox.state.store import Store
from shopify_client import documents
from tests.sandbox.mutations.conftest import Shop


def metafield(owner: str, **changes: Any) -> dict[str, Any]:
    told = {"ownerId": owner, "namespace": "oms", "key": "promise_dates", "type": "json", "value": "{}"}
    return told | changes


def test_every_mutation_of_our_documents_is_there(shop: Shop) -> None:
    every = [documents.load(name) for name in documents.names()]
    roots = {root for document in every if document.kind == "mutation" for root in document.roots}
    assert {root for root in roots - set(RESOLVERS.mutations) if not root.startswith("webhookSubscription")} == set()


def test_tags_add_up(shop: Shop, store: Store, order: Order) -> None:
    order.tags = ["VIP"]
    before = order.updated_at
    shop.done("tags_add", id=order.gid, tags=["pre-order", "vip", " gift "])
    assert order.tags == ["gift", "pre-order", "VIP"]
    assert order.updated_at > before
    shop.done("tags_remove", id=order.gid, tags=["VIP", "absent"])
    assert order.tags == ["gift", "pre-order"]
    product = next(iter(store.products.values()))
    shop.done("tags_add", id=product.gid, tags=["new"])
    assert product.tags == ["new"]


def test_tags_refused(shop: Shop, store: Store, order: Order) -> None:
    assert shop.refused("tags_add", id=order.gid, tags=["x" * 41])
    assert shop.refused("tags_add", id="gid://shopify/Product/1", tags=["x"])
    variant = next(iter(store.variants.values())).gid
    told = shop.answer(documents.load("tags_add").text, id=variant, tags=["x"])
    assert told["errors"][0]["message"] == f"Invalid id: {variant}"


def test_the_same_tags_again_change_nothing(shop: Shop, store: Store, order: Order) -> None:
    shop.done("tags_add", id=order.gid, tags=["a"])
    before, heard = order.updated_at, []
    store.listeners.append(lambda topic, record, extra: heard.append(topic))
    shop.done("tags_add", id=order.gid, tags=["a"])
    assert (order.updated_at, heard) == (before, [])


def test_order_update_replaces_what_it_names(shop: Shop, order: Order) -> None:
    order.tags, order.note = ["old"], "kept"
    attributes = [{"key": "promise", "value": "2026-12-01"}]
    told = shop.done("order_update", input={"id": order.gid, "tags": ["new"], "customAttributes": attributes})["order"]
    assert (told["tags"], told["note"], told["customAttributes"]) == (["new"], "kept", attributes)
    shop.done("order_update", input={"id": order.gid, "customAttributes": [], "note": None})
    assert (order.custom_attributes, order.note, order.tags) == ([], None, ["new"])
    assert shop.refused("order_update", input={"id": order.gid, "note": "x" * 5001})


def test_an_update_of_nothing_is_refused_beside_the_order(shop: Shop, order: Order) -> None:
    before = order.updated_at
    told = shop.ask("order_update", input={"id": order.gid})
    assert told["userErrors"] == [{"field": None, "message": "No valid update parameters have been provided"}]
    assert (told["order"]["id"], order.updated_at) == (order.gid, before)


def test_what_order_update_does_not_do_it_refuses(shop: Shop, order: Order) -> None:
    told = shop.answer(documents.load("order_update").text, input={"id": order.gid, "poNumber": "7"})
    assert told["errors"][0]["extensions"]["code"] == "EMULATOR_UNSUPPORTED"
    assert told["data"] == {"orderUpdate": None}


def test_an_old_order_is_out_of_reach_without_read_all_orders(shop: Shop, store: Store, order: Order) -> None:
    store.clock.advance(61 * 86400)
    scopes = {"read_orders", "write_orders"}
    shop.world.access.change_app(scopes=scopes)
    assert shop.refused("tags_add", id=order.gid, tags=["a"])
    shop.world.access.change_app(scopes=scopes | {"read_all_orders"})
    shop.done("tags_add", id=order.gid, tags=["a"])


def test_metafields_compare_and_set(shop: Shop, store: Store, order: Order) -> None:
    first = shop.done("metafields_set", metafields=[metafield(order.gid, compareDigest=None)])["metafields"][0]
    assert (first["value"], first["ownerType"]) == ("{}", "ORDER")
    (error,) = shop.refused("metafields_set", metafields=[metafield(order.gid, compareDigest=None)])
    assert (error["code"], error["elementIndex"]) == ("STALE_OBJECT", 0)
    digest = first["compareDigest"]
    again = shop.done("metafields_set", metafields=[metafield(order.gid, value='{"1": 2}', compareDigest=digest)])
    assert again["metafields"][0]["id"] == first["id"]
    assert shop.refused("metafields_set", metafields=[metafield(order.gid, compareDigest=digest)])
    assert shop.ask("order_note", id=order.gid)["metafield"]["value"] == '{"1": 2}'


def test_metafields_hold_as_a_whole(shop: Shop, store: Store, order: Order) -> None:
    both = [metafield(order.gid), metafield(order.gid, key="other", type="number_integer", value="many")]
    (error,) = shop.refused("metafields_set", metafields=both)
    assert (error["code"], error["elementIndex"]) == ("INVALID_VALUE", 1)
    assert store.metafields(order.gid) == []
    many = [metafield(order.gid, key=f"k{number:02}") for number in range(26)]
    assert shop.refused("metafields_set", metafields=many)[0]["code"] == "LESS_THAN_OR_EQUAL_TO"
    assert len(shop.done("metafields_set", metafields=many[:25])["metafields"]) == 25


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"type": None}, "BLANK"),
        ({"type": "colour"}, "INVALID_TYPE"),
        ({"value": ""}, "BLANK"),
        ({"value": "{"}, "INVALID_VALUE"),
        ({"type": "list.date", "value": '["2026-13-01"]'}, "INVALID_VALUE"),
        ({"ownerId": "gid://shopify/Order/1"}, "INVALID"),
    ],
)
def test_metafields_refused(shop: Shop, order: Order, changes: dict[str, Any], code: str) -> None:
    (error,) = shop.refused("metafields_set", metafields=[metafield(order.gid, **changes)])
    assert error["code"] == code


def test_metafields_deleted(shop: Shop, store: Store, order: Order) -> None:
    shop.done("metafields_set", metafields=[metafield(order.gid)])
    names = {"ownerId": order.gid, "namespace": "oms", "key": "promise_dates"}
    told = shop.done("metafields_delete", metafields=[names, {**names, "key": "absent"}])
    assert told["deletedMetafields"] == [names, None]
    assert store.metafields(order.gid) == []


def test_a_definition_gives_the_type(shop: Shop, order: Order) -> None:
    wanted = {"name": "Promise", "namespace": "oms", "key": "promise_dates", "ownerType": "ORDER", "type": "json"}
    made = shop.done("metafield_definition_create", definition=wanted)["createdDefinition"]
    assert (made["type"], made["ownerType"]) == ({"name": "json"}, "ORDER")
    (error,) = shop.refused("metafield_definition_create", definition=wanted)
    assert error["code"] == "TAKEN"
    given = metafield(order.gid)
    del given["type"]
    assert shop.done("metafields_set", metafields=[given])["metafields"][0]["type"] == "json"
    (error,) = shop.refused("metafield_definition_create", definition={**wanted, "key": "k2", "type": "colour"})
    assert error["code"] == "INCLUSION"
