"""What becomes of an order's lines."""

from decimal import Decimal

import pytest

from integrations.shopify.orders.bulk import SUBJECT, search
from integrations.shopify.products.bulk import SUBJECT as PRODUCTS
from oms.models import (
    Facility,
    OrderException,
    OrderHeader,
    OrderItem,
    OrderPaymentPreference,
    PostalCode,
    Product,
    ProductException,
    ShipmentMethod,
    Shop,
    ShopLocation,
    ShopShippingMethod,
)
from tests.imports.lines import (
    LATER,
    address,
    gid,
    item,
    jsonl,
    order,
    pickup,
    product,
    shipping,
    transaction,
    variant,
)
from tests.imports.support import import_lines, make_shop, outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    shop = make_shop()
    import_lines(PRODUCTS, shop, jsonl(product(1), variant(11, 1), variant(12, 1)))
    return shop


def ours(number: int) -> OrderHeader:
    return OrderHeader.objects.get(gid=gid("Order", number))


def places(order: OrderHeader) -> set[tuple[str, str, str, int, str]]:
    """(part, kind, facility, quantity, status) of each item."""
    rows = order.items.values_list("part", "ship_group__kind", "ship_group__facility__code", "quantity", "status")
    return set(rows)


def exceptions(order: OrderHeader) -> set[str]:
    return set(order.exceptions.filter(resolved_at=None).values_list("kind", flat=True))


def test_open_order(shop: Shop) -> None:
    PostalCode.objects.create(country="US", code="10001", city="New York", region="NY", latitude=40.7, longitude=-74.0)
    run = import_lines(SUBJECT, shop, jsonl(order(1), item(100, 1, 11), item(101, 1, 12, quantity=1), shipping(9, 1)))
    assert outcome(run) == {"read": 4, "created": 1}
    row = ours(1)
    assert (row.status, row.name, row.number, row.channel, row.store) == ("ORDER_CREATED", "#1", 1, "web", shop.store)
    assert (row.currency, row.grand_total, row.subtotal) == ("USD", Decimal("50"), Decimal("39.8"))
    assert (row.shipping_total, row.tax_total, row.discount_total) == (Decimal(5), Decimal("3.2"), Decimal(2))
    assert (row.customer_name, row.customer_email, row.note) == ("Ada Byron", "ada@example.com", "Ring twice")
    assert (row.tags, row.attributes) == (["vip"], {"gift": "yes"})
    assert places(row) == {
        ("OPEN", "SHIPPING", "_NA_", 2, "ITEM_CREATED"),
        ("OPEN", "SHIPPING", "_NA_", 1, "ITEM_CREATED"),
    }
    group = row.ship_groups.get()
    assert (group.method.code, group.requested_method) == ("STANDARD", "Standard")
    first = row.items.get(seq=1)
    assert (first.line_gid, first.sku, first.price) == (gid("LineItem", 100), "SKU-11", Decimal("19.9"))
    assert first.product and first.product.sku == "SKU-11"
    assert sorted(row.adjustments.values_list("kind", "name", "code", "amount", "included")) == [
        ("DISCOUNT", "Discount", "TEN", Decimal(-2), False),
        ("SHIPPING", "Standard", "Standard", Decimal(5), False),
        ("TAX", "State tax", "", Decimal("3.2"), False),
    ]
    to = row.addresses.get(kind="SHIPPING")
    assert (to.name, to.zip, to.country_code, to.latitude, to.longitude) == ("Ada Byron", "10001-1234", "US", 40.7, -74)
    assert list(row.payments.values_list("kind", "status", "amount")) == [("SALE", "SETTLED", Decimal(50))]
    assert list(row.status_history.values_list("from_status", "to_status")) == [("", "ORDER_CREATED")]
    assert exceptions(row) == set()


def test_units_of_a_line_by_their_fate(shop: Shop) -> None:
    line = item(
        100, 1, 11, quantity=7, currentQuantity=4, unfulfilledQuantity=2, nonFulfillableQuantity=2
    )  # 2 removed, 3 fulfilled of which 1 came back, 2 to go
    import_lines(SUBJECT, shop, jsonl(order(1), line))
    assert places(ours(1)) == {
        ("OPEN", "SHIPPING", "_NA_", 2, "ITEM_CREATED"),
        ("COMPLETED", "SHIPPING", "GENERAL_OPS_PARKING", 3, "ITEM_COMPLETED"),
        ("CANCELLED", "SHIPPING", "GENERAL_OPS_PARKING", 2, "ITEM_CANCELLED"),
    }
    assert list(ours(1).items.order_by("seq").values_list("part", flat=True)) == ["OPEN", "COMPLETED", "CANCELLED"]


@pytest.mark.parametrize(
    ("header", "line", "status", "place"),
    [
        ({"cancelledAt": LATER}, {}, "ORDER_CANCELLED", ("CANCELLED", 2, "ITEM_CANCELLED")),
        ({"cancelledAt": LATER}, {"unfulfilledQuantity": 0}, "ORDER_COMPLETED", ("COMPLETED", 2, "ITEM_COMPLETED")),
        ({"closedAt": LATER}, {"unfulfilledQuantity": 0}, "ORDER_COMPLETED", ("COMPLETED", 2, "ITEM_COMPLETED")),
        ({"closedAt": LATER}, {}, "ORDER_CREATED", ("OPEN", 2, "ITEM_CREATED")),
        (
            {},
            {"unfulfilledQuantity": 0, "currentQuantity": 0, "nonFulfillableQuantity": 2},
            "ORDER_CANCELLED",
            ("CANCELLED", 2, "ITEM_CANCELLED"),
        ),
    ],
)
def test_order_that_is_not_open_is_parked(shop: Shop, header, line, status, place) -> None:
    import_lines(SUBJECT, shop, jsonl(order(1, **header), item(100, 1, 11, **line)))
    part, quantity, item_status = place
    assert ours(1).status == status
    assert places(ours(1)) == {(part, "SHIPPING", "GENERAL_OPS_PARKING", quantity, item_status)}


def test_digital_and_collected_lines_have_groups_of_their_own(shop: Shop) -> None:
    store = Facility.objects.create(code="SOHO", name="Soho", type="RETAIL_STORE")
    ShopLocation.objects.create(shop=shop, gid=gid("Location", 7), name="Soho", facility=store)
    card = item(102, 1, 12, requiresShipping=False, unfulfilledQuantity=0)
    lines = [order(1), item(100, 1, 11), item(101, 1, 11), card, shipping(9, 1), *pickup(50, 1, 7, [101])]
    import_lines(SUBJECT, shop, jsonl(*lines))
    assert places(ours(1)) == {
        ("OPEN", "SHIPPING", "_NA_", 2, "ITEM_CREATED"),
        ("OPEN", "PICKUP", "SOHO", 2, "ITEM_CREATED"),
        ("COMPLETED", "DIGITAL", "GENERAL_OPS_PARKING", 2, "ITEM_COMPLETED"),
    }
    methods = dict(ours(1).ship_groups.values_list("kind", "method__code"))
    assert methods == {"SHIPPING": "STANDARD", "PICKUP": "STOREPICKUP", "DIGITAL": "DIGITAL"}


def test_shipping_method_is_mapped_named_or_standard_with_a_warning(shop: Shop) -> None:
    fast = ShipmentMethod.objects.get(code="NEXT_DAY")
    ShopShippingMethod.objects.create(shop=shop, title="Rocket", method=fast)
    numbers = {1: "Rocket", 2: "second day", 3: "Pigeon"}
    lines = [[order(n), item(100 + n, n, 11), shipping(n, n, title)] for n, title in numbers.items()]
    run = import_lines(SUBJECT, shop, jsonl(*[node for group in lines for node in group]))
    assert outcome(run)["warnings"] == 1
    assert [ours(n).ship_groups.get().method.code for n in numbers] == ["NEXT_DAY", "SECOND_DAY", "STANDARD"]
    assert [exceptions(ours(n)) for n in numbers] == [set(), set(), {"UNKNOWN_SHIPPING_METHOD"}]


def test_missing_or_unusable_address_is_an_exception_where_goods_must_leave(shop: Shop) -> None:
    digital = item(104, 4, 11, requiresShipping=False)
    import_lines(
        SUBJECT,
        shop,
        jsonl(
            *[order(1, shippingAddress=None), item(101, 1, 11)],
            *[order(2, shippingAddress=address(address1=None)), item(102, 2, 11)],
            *[order(3, shippingAddress=None, closedAt=LATER), item(103, 3, 11)],
            *[order(4, shippingAddress=None), digital],
        ),
    )
    assert [exceptions(ours(n)) for n in (1, 2, 3, 4)] == [{"BAD_ADDRESS"}, {"BAD_ADDRESS"}, set(), set()]
    assert ours(1).status == "ORDER_CREATED"


def test_unknown_variant_gets_one_placeholder_until_the_products_come(shop: Shop) -> None:
    lines = jsonl(order(1), item(100, 1, 77), item(101, 1, 77), order(2), item(102, 2, 77))
    assert outcome(import_lines(SUBJECT, shop, lines)) == {"read": 5, "created": 2, "warnings": 3}
    held = Product.objects.get(is_placeholder=True)
    assert set(OrderItem.objects.values_list("product_id", flat=True)) == {held.pk}
    assert ProductException.objects.get().kind == "PLACEHOLDER"
    assert exceptions(ours(1)) == {"UNKNOWN_PRODUCT"}

    import_lines(PRODUCTS, shop, jsonl(product(7), variant(77, 7)))
    held.refresh_from_db()
    assert (held.is_placeholder, held.sku) == (False, "SKU-77")
    assert not OrderException.objects.filter(resolved_at=None).exists()


def test_custom_line_has_no_product(shop: Shop) -> None:
    import_lines(SUBJECT, shop, jsonl(order(1), item(100, 1, None)))
    assert ours(1).items.get().product is None


def test_test_orders_are_skipped(shop: Shop) -> None:
    run = import_lines(SUBJECT, shop, jsonl(order(1, test=True), item(100, 1, 11), order(2), item(101, 2, 11)))
    assert outcome(run) == {"read": 4, "created": 1, "skipped": 1}
    assert OrderHeader.objects.get().gid == gid("Order", 2)


def test_payments(shop: Shop) -> None:
    paid = [
        transaction(1, "AUTHORIZATION", "50.00"),
        transaction(2, "CAPTURE", "30.00", parent=1),
        transaction(3, "CAPTURE", "5.00", parent=1, status="FAILURE", errorCode="card_declined"),
        transaction(4, "AUTHORIZATION", "9.00"),
        transaction(5, "VOID", "9.00", parent=4),
        transaction(6, "REFUND", "3.00", parent=2),
        transaction(7, "SALE", "2.00", status="PENDING"),
        transaction(8, "AUTHORIZATION", "7.00"),
        transaction(9, "CAPTURE", "7.00", parent=8),
    ]
    import_lines(SUBJECT, shop, jsonl(order(1, transactions=paid), item(100, 1, 11)))
    kept = OrderPaymentPreference.objects.order_by("transaction_gid").values_list("kind", "status", "amount")
    assert list(kept) == [
        ("AUTHORIZATION", "AUTHORIZED", Decimal(20)),
        ("CAPTURE", "SETTLED", Decimal(30)),
        ("CAPTURE", "DECLINED", Decimal(5)),
        ("AUTHORIZATION", "CANCELLED", Decimal(9)),
        ("VOID", "CANCELLED", Decimal(9)),
        ("REFUND", "REFUNDED", Decimal(3)),
        ("SALE", "NOT_RECEIVED", Decimal(2)),
        ("AUTHORIZATION", "SETTLED", Decimal(0)),
        ("CAPTURE", "SETTLED", Decimal(7)),
    ]


def test_same_file_again_changes_nothing(shop: Shop) -> None:
    file = jsonl(order(1), item(100, 1, 11), shipping(9, 1))
    import_lines(SUBJECT, shop, file)
    before = [list(model.objects.order_by("id").values()) for model in (OrderHeader, OrderItem)]
    assert outcome(import_lines(SUBJECT, shop, file)) == {"read": 3, "unchanged": 1}
    assert [list(model.objects.order_by("id").values()) for model in (OrderHeader, OrderItem)] == before


def test_newer_order_is_updated(shop: Shop) -> None:
    import_lines(SUBJECT, shop, jsonl(order(1), item(100, 1, 11), item(101, 1, 12), shipping(9, 1)))
    row = ours(1)
    newer = jsonl(
        order(1, updatedAt=LATER, note="Do not ring", cancelledAt=LATER, shippingAddress=address(city="Boston")),
        item(100, 1, 11, currentQuantity=0, unfulfilledQuantity=0, nonFulfillableQuantity=2),
        item(101, 1, 12, currentQuantity=0, unfulfilledQuantity=0, nonFulfillableQuantity=2),
    )
    assert outcome(import_lines(SUBJECT, shop, newer)) == {"read": 3, "updated": 1}
    assert ours(1).pk == row.pk
    assert (ours(1).status, ours(1).note) == ("ORDER_CANCELLED", "Do not ring")
    assert {place[0] for place in places(ours(1))} == {"CANCELLED"}
    assert row.addresses.get(kind="SHIPPING").city == "Boston"
    assert list(row.status_history.order_by("id").values_list("from_status", "to_status")) == [
        ("", "ORDER_CREATED"),
        ("ORDER_CREATED", "ORDER_CANCELLED"),
    ]
    assert set(row.adjustments.values_list("kind", flat=True)) == {"TAX", "DISCOUNT"}


def test_order_the_oms_works_on_keeps_its_items(shop: Shop) -> None:
    import_lines(SUBJECT, shop, jsonl(order(1), item(100, 1, 11)))
    OrderHeader.objects.update(status="ORDER_APPROVED")
    OrderItem.objects.update(status="ITEM_APPROVED")
    newer = jsonl(order(1, updatedAt=LATER, note="New"), item(100, 1, 11, quantity=5))
    assert outcome(import_lines(SUBJECT, shop, newer)) == {"read": 2, "updated": 1}
    assert (ours(1).note, ours(1).status) == ("New", "ORDER_APPROVED")
    assert places(ours(1)) == {("OPEN", "SHIPPING", "_NA_", 2, "ITEM_APPROVED")}


def test_children_may_come_before_their_order(shop: Shop) -> None:
    nodes = [order(1), item(100, 1, 11), shipping(9, 1), *pickup(50, 1, 7, [100])]
    import_lines(SUBJECT, shop, jsonl(*reversed(nodes)))
    assert ours(1).items.count() == 1
    assert ours(1).adjustments.filter(kind="SHIPPING").exists()


def test_bad_order_is_kept_whole_and_can_be_retried_alone(shop: Shop) -> None:
    unknown_kind = order(2, transactions=[transaction(1, "BARTER", "1.00")])
    torn = item(103, 3, 11, quantity=1, unfulfilledQuantity=5)
    lines = jsonl(order(1), item(101, 1, 11), unknown_kind, item(102, 2, 11), order(3), torn)
    run = import_lines(SUBJECT, shop, lines)
    assert outcome(run) == {"read": 6, "created": 1, "failed": 2}
    raw = {failed["reference"]: failed["raw"] for failed in run.failed}
    assert raw == {
        gid("Order", 2): jsonl(unknown_kind, item(102, 2, 11)).strip(),
        gid("Order", 3): jsonl(order(3), torn).strip(),
    }
    again = import_lines(SUBJECT, shop, *raw.values())
    assert outcome(again) == {"read": 4, "failed": 2}
    mended = raw[gid("Order", 2)].replace("BARTER", "SALE")
    assert outcome(import_lines(SUBJECT, shop, mended)) == {"read": 2, "created": 1}


def test_search_strings() -> None:
    assert search() == ""
    assert search(status="open", fulfillment_status="unshipped") == "status:open AND fulfillment_status:unshipped"
    assert search(after_id=17) == "id:>17"


def test_a_run_names_the_first_orders_it_changed(shop: Shop) -> None:
    run = import_lines(SUBJECT, shop, jsonl(order(1), item(1, 1)), jsonl(order(2), item(2, 2)))
    assert run.changes == [("order", "created", f"#{number}", str(ours(number).pk)) for number in (1, 2)]
    changed = import_lines(SUBJECT, shop, jsonl(order(2, updatedAt=LATER), item(2, 2)))
    assert changed.changes == [("order", "updated", "#2", str(ours(2).pk))]
    many = import_lines(SUBJECT, shop, *(jsonl(order(number), item(number, number)) for number in range(100, 160)))
    assert len(many.changes) == 50
