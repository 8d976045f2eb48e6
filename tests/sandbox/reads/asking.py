"""A rich little store, and our own documents asked of it."""

import json
from typing import Any

from sandbox.access.tokens import CLIENT_ID
from sandbox.graphql.context import Caller
from sandbox.graphql.execute import execute
from sandbox.state import totals
from sandbox.state.base import money
from sandbox.state.records import (
    Attribute,
    Event,
    FulfillmentHold,
    Image,
    Metafield,
    Order,
    Refund,
    RefundLine,
    Return,
    TaxonomyCategory,
)
from sandbox.state.return_records import Disposition, ReturnLine, ReverseFulfillmentOrder, ReverseLine
from sandbox.state.store import Store
from sandbox.world import World
from shopify_client import documents
from tests.sandbox import shops

VERSION = "2026-10"


def world_of(store: Store) -> World:
    return World(store)


def caller_of(world: World, without: str = "") -> Caller:
    """The app with every scope but one."""
    app = world.access.app(CLIENT_ID)
    return Caller(app.client_id, frozenset(app.scopes) - {without}, app.customer_data)


def answered(world: World, text: str, without: str = "", **variables: Any) -> dict[str, Any]:
    """The whole answer to a document's text."""
    body = json.dumps({"query": text, "variables": variables}).encode()
    found: dict[str, Any] = json.loads(execute(world, caller_of(world, without), VERSION, body).body)
    return found


def data(world: World, text: str, **variables: Any) -> dict[str, Any]:
    """The data of an answer that has no errors and no search warnings."""
    found = answered(world, text, **variables)
    assert "errors" not in found, found["errors"]
    assert "search" not in found["extensions"], found["extensions"]
    told: dict[str, Any] = found["data"]
    return told


def ours(world: World, name: str, **variables: Any) -> dict[str, Any]:
    """The data of one of our own documents."""
    return data(world, documents.load(name).text, **variables)


def the_order(store: Store) -> Order:
    return next(iter(store.orders.values()))


def rich_store() -> Store:
    """small_store with its order tagged, half shipped, one shirt sent back and paid back, and a hold on the rest;
    the shirt has a category and a picture; one product was deleted; the order and a variant carry metafields."""
    store = shops.small_store()
    order = the_order(store)
    order.tags, order.note = ["vip"], "Ring twice"
    order.custom_attributes = [Attribute(key="gift", value="yes")]
    shirts = shops.line(order, "LINEN-SHIRT-S")
    shops.ship(store, order, {shirts.id: 2})
    _send_back(store, order)
    work = order.fulfillment_orders[0]
    work.status = "ON_HOLD"
    work.holds = [
        FulfillmentHold(id=store.next_id("FulfillmentHold"), reason="OTHER", handle="stock", app_id=CLIENT_ID)
    ]
    _describe(store)
    for gid, key in ((order.gid, "promise_dates"), (next(iter(store.variants.values())).gid, "size")):
        store.set_metafields(gid, [_metafield(store, key)])
    store.touch(order)
    return store


def _metafield(store: Store, key: str) -> Metafield:
    now = store.clock.now()
    number = store.next_id("Metafield")
    return Metafield(id=number, created_at=now, updated_at=now, namespace="oms", key=key, type="json", value='{"a": 1}')


def _describe(store: Store) -> None:
    shirt = next(iter(store.products.values()))
    store.taxonomy["aa"] = TaxonomyCategory(id="aa", name="Apparel", full_name="Apparel")
    store.taxonomy["aa-1"] = TaxonomyCategory(
        id="aa-1", name="Shirts", full_name="Apparel > Shirts", parent_id="aa", ancestor_ids=["aa"]
    )
    shirt.category_id = "aa-1"
    shirt.images = [Image(id=store.next_id("MediaImage"), url="https://cdn.example.com/s.jpg", alt_text="A shirt")]
    gone = Event(
        id=store.next_id("BasicEvent"),
        action="destroy",
        subject_type="PRODUCT",
        subject_id="8100000000999",
        message="A product was deleted: Old Hat.",
        created_at=store.clock.now(),
    )
    store.add(gone)


def _send_back(store: Store, order: Order) -> None:
    now = store.clock.now()
    shipped, place = order.fulfillments[0].lines[0], order.fulfillments[0].location_id
    came_back = Disposition(id=store.next_id("D"), type="RESTOCKED", quantity=1, location_id=place, created_at=now)
    reverse = ReverseFulfillmentOrder(
        id=store.next_id("ReverseFulfillmentOrder"),
        lines=[
            ReverseLine(
                id=store.next_id("ReverseLine"),
                fulfillment_line_id=shipped.id,
                line_item_id=shipped.line_item_id,
                total_quantity=1,
                dispositions=[came_back],
            )
        ],
    )
    line = ReturnLine(
        id=store.next_id("ReturnLineItem"),
        fulfillment_line_id=shipped.id,
        line_item_id=shipped.line_item_id,
        quantity=1,
        processed_quantity=1,
        refunded_quantity=1,
        reason_handle="too-small",
        reason_name="Too small",
        reason_note="Runs small",
    )
    returned = Return(
        id=store.next_id("Return"),
        created_at=now,
        updated_at=now,
        order_id=order.id,
        name=f"{order.name}-R1",
        status="OPEN",
        request_approved_at=now,
        lines=[line],
        reverse_fulfillment_orders=[reverse],
    )
    order.returns = [returned]
    sale = order.transactions[0]
    paid_back = shops.pay(store, order, "REFUND", money("40.00"), parent_id=sale.id)
    refund = Refund(
        id=store.next_id("Refund"),
        created_at=now,
        updated_at=now,
        return_id=returned.id,
        transaction_ids=[paid_back.id],
        lines=[
            RefundLine(
                id=store.next_id("RefundLineItem"),
                line_item_id=shipped.line_item_id,
                quantity=1,
                restock_type="RETURN",
                restocked=True,
                location_id=place,
                subtotal=money("40.00"),
            )
        ],
    )
    order.refunds = [refund]
    shops.line(order, "LINEN-SHIRT-S").returned = 1
    totals.refresh(order)
