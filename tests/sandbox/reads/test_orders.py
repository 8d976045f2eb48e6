"""What our documents read of an order and its parts."""

from decimal import Decimal
from typing import Any

import pytest

from sandbox.state.base import money
from sandbox.state.records import DiscountAllocation, DiscountApplication, TaxLine
from sandbox.world import World
from tests.sandbox import shops
from tests.sandbox.reads.asking import data, ours, rich_store, the_order, world_of


@pytest.fixture
def world() -> World:
    return world_of(rich_store())


def shop_money(bag: dict[str, Any]) -> Decimal:
    assert bag["shopMoney"]["currencyCode"] == "USD"
    return Decimal(bag["shopMoney"]["amount"])


def test_an_order_by_id(world: World) -> None:
    record = the_order(world.store)
    order = ours(world, "order_by_id", id=record.gid, lineItems=10)["order"]
    assert (order["id"], order["legacyResourceId"]) == (record.gid, str(record.id))
    assert (order["name"], order["number"], order["updatedAt"]) == ("#1001", 1001, "2026-11-20T12:00:01Z")
    assert (order["tags"], order["note"]) == (["vip"], "Ring twice")
    assert order["customAttributes"] == [{"key": "gift", "value": "yes"}]
    assert order["displayFulfillmentStatus"] == "PARTIALLY_FULFILLED"
    assert order["displayFinancialStatus"] == "PARTIALLY_REFUNDED"
    assert [shop_money(order[name]) for name in ("subtotalPriceSet", "totalPriceSet", "totalShippingPriceSet")] == [
        Decimal("92.5"),
        Decimal("97.5"),
        Decimal(5),
    ]
    assert shop_money(order["currentTotalPriceSet"]) == Decimal("57.5")
    assert order["cancellation"] is None
    assert order["customer"]["defaultEmailAddress"] == {"emailAddress": "ada@example.com"}
    assert order["customer"]["defaultPhoneNumber"] is None
    assert (order["shippingAddress"]["city"], order["shippingAddress"]["countryCodeV2"]) == ("New York", "US")


def test_the_lines_of_an_order(world: World) -> None:
    shirts, mug = ours(world, "order_by_id", id=the_order(world.store).gid, lineItems=10)["order"]["lineItems"]["nodes"]
    assert (shirts["name"], shirts["sku"], shirts["variantTitle"]) == ("Linen Shirt - S", "LINEN-SHIRT-S", "S")
    counts = ("quantity", "currentQuantity", "unfulfilledQuantity", "refundableQuantity", "nonFulfillableQuantity")
    assert [shirts[name] for name in counts] == [2, 1, 0, 1, 0]
    assert [mug[name] for name in counts] == [1, 1, 1, 1, 0]
    assert shirts["variant"]["id"] == "gid://shopify/ProductVariant/45000000000001"
    assert shop_money(shirts["originalUnitPriceSet"]) == Decimal(40)


def test_the_next_page_of_lines(world: World) -> None:
    order = the_order(world.store)
    first = ours(world, "order_by_id", id=order.gid, lineItems=1)["order"]["lineItems"]
    assert first["pageInfo"]["hasNextPage"]
    rest = ours(world, "order_line_items_page", id=order.gid, after=first["pageInfo"]["endCursor"])["order"][
        "lineItems"
    ]
    assert [line["sku"] for line in first["nodes"] + rest["nodes"]] == ["LINEN-SHIRT-S", "MUG"]
    assert not rest["pageInfo"]["hasNextPage"]


def test_taxes_and_discounts(world: World) -> None:
    order = the_order(world.store)
    shirts, mug = order.line_items
    shirts.discount_allocations = [DiscountAllocation(amount=money("10.01"))]
    order.discount_applications = [DiscountApplication(title="Ten", code="TEN")]
    shirts.tax_lines = [TaxLine(title="State", rate=0.04, price=money("3.20"))]
    mug.tax_lines = [TaxLine(title="State", rate=0.04, price=money("0.50"))]
    order.shipping_lines[0].tax_lines = [TaxLine(title="City", rate=0.045, price=money("0.23"))]
    found = ours(world, "order_by_id", id=order.gid, lineItems=10)["order"]
    assert [(tax["title"], tax["rate"], shop_money(tax["priceSet"])) for tax in found["taxLines"]] == [
        ("State", 0.04, Decimal("3.7")),
        ("City", 0.045, Decimal("0.23")),
    ]
    assert found["discountCodes"] == ["TEN"]
    line = found["lineItems"]["nodes"][0]
    assert shop_money(line["discountedUnitPriceAfterAllDiscountsSet"]) == Decimal("35")
    assert [shop_money(part["allocatedAmountSet"]) for part in line["discountAllocations"]] == [Decimal("10.01")]


def test_transactions_and_refunds(world: World) -> None:
    order = the_order(world.store)
    found = ours(world, "order_by_id", id=order.gid, lineItems=1)["order"]
    sale, paid_back = found["transactions"]
    assert (sale["kind"], sale["parentTransaction"]) == ("SALE", None)
    assert (paid_back["kind"], paid_back["parentTransaction"]["id"]) == ("REFUND", sale["id"])
    (refund,) = found["refunds"]
    assert refund["return"] == {"id": order.returns[0].gid}
    assert shop_money(refund["totalRefundedSet"]) == Decimal(40)
    (line,) = refund["refundLineItems"]["nodes"]
    assert (line["quantity"], line["restockType"], line["restocked"]) == (1, "RETURN", True)
    assert line["lineItem"]["id"] == order.line_items[0].gid
    assert line["location"]["id"] == "gid://shopify/Location/70000000001"


def test_a_page_of_orders_by_time(world: World) -> None:
    shirt = shops.variants(world.store, next(iter(world.store.products.values())))[1]
    later = shops.order(world.store, [(shirt, 1)])
    world.store.clock.advance(60)
    world.store.touch(later)
    told = {"sortKey": "UPDATED_AT", "lineItems": 5, "query": "updated_at:>='2026-11-20T12:00:00Z'"}
    first = ours(world, "orders_since", first=1, **told)["orders"]
    second = ours(world, "orders_since", first=1, after=first["pageInfo"]["endCursor"], **told)["orders"]
    assert [order["name"] for order in first["nodes"] + second["nodes"]] == ["#1001", "#1002"]
    narrow = told | {"query": "updated_at:>'2026-11-20T12:00:30Z'"}
    assert [one["name"] for one in ours(world, "orders_since", first=9, **narrow)["orders"]["nodes"]] == ["#1002"]


def test_note_and_metafield(world: World) -> None:
    order = ours(world, "order_note", id=the_order(world.store).gid)["order"]
    assert (order["metafield"]["namespace"], order["metafield"]["key"]) == ("oms", "promise_dates")
    assert len(order["metafield"]["compareDigest"]) == 64


def test_a_cancelled_order_says_why(world: World) -> None:
    order = the_order(world.store)
    order.cancelled_at, order.cancel_reason, order.cancel_staff_note = shops.NOW, "CUSTOMER", "Changed their mind"
    found = ours(world, "order_by_id", id=order.gid, lineItems=1)["order"]
    assert (found["cancelledAt"], found["cancelReason"]) == ("2026-11-20T12:00:00Z", "CUSTOMER")
    assert found["cancellation"] == {"staffNote": "Changed their mind"}


def test_the_variant_of_a_line_may_be_gone_or_never_have_been_here(world: World) -> None:
    order = the_order(world.store)
    sold, strange = order.line_items
    world.store.discard(world.store.variants[sold.variant_id or 0])
    strange.variant_id = 49_999_999_999_999
    lines = ours(world, "order_by_id", id=order.gid, lineItems=5)["order"]["lineItems"]["nodes"]
    gid = "gid://shopify/ProductVariant/49999999999999"
    assert [line["variant"] for line in lines] == [None, {"id": gid, "legacyResourceId": "49999999999999"}]


def test_counts_of_orders(world: World) -> None:
    assert data(world, '{ordersCount(query:"status:open"){count precision}}') == {
        "ordersCount": {"count": 1, "precision": "EXACT"}
    }
    shops.order(world.store, [(next(iter(world.store.variants.values())), 1)])
    assert data(world, "{ordersCount(limit:1){count precision}}")["ordersCount"] == {
        "count": 1,
        "precision": "AT_LEAST",
    }
