"""What no code may store, the database refuses by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from oms import defaults
from oms.models import (
    AdjustmentKind,
    CategoryType,
    Facility,
    FacilityGroup,
    FacilityGroupMember,
    FacilityGroupType,
    FeatureApplKind,
    GoodIdentification,
    IdentificationType,
    OrderAddress,
    OrderAdjustment,
    OrderException,
    OrderExceptionKind,
    OrderPaymentPreference,
    OrderStatus,
    PaymentKind,
    PaymentStatus,
    ProductCategory,
    ProductCategoryMember,
    ProductException,
    ProductExceptionKind,
    ProductFacility,
    ProductFeature,
    ProductFeatureAppl,
    ProductFeatureType,
    ProductTag,
    Queue,
    ShipmentMethod,
    ShopProduct,
)
from tests.oms import factories

pytestmark = pytest.mark.django_db


def refused(make) -> str:
    """Name of the constraint that refused `make()`."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    return str(error.value.__cause__.diag.constraint_name)


def test_the_default_queues_and_methods_are_there():
    assert set(Queue.values) | {"CONFIGURATION"} <= set(Facility.objects.values_list("code", flat=True))
    assert ShipmentMethod.objects.filter(code__in=["STANDARD", "STOREPICKUP", "DIGITAL"]).count() == 3


def test_creating_the_defaults_again_keeps_what_the_operator_changed():
    from django.apps import apps

    Facility.objects.filter(code=Queue.UNFILLABLE).update(name="Nobody has it")
    Facility.objects.filter(code=Queue.RELEASED_ORDERS).delete()
    before = Facility.objects.count()
    defaults.create(apps)
    assert Facility.objects.count() == before + 1
    assert Facility.objects.get(code=Queue.UNFILLABLE).name == "Nobody has it"


def test_bulk_inserted_rows_need_no_python_defaults():
    shop = factories.shop()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO oms_orderheader (shop_id, store_id, gid, currency, order_date)"
            " VALUES (%s, %s, 'g', 'EUR', now())"
            " RETURNING status, tags, attributes::text, grand_total, created_at IS NOT NULL",
            [shop.pk, shop.store_id],
        )
        assert cursor.fetchone() == ("ORDER_CREATED", [], "{}", 0, True)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": "SHIPPED"}, "oms_orderheader_status"),
        ({"grand_total": -1}, "oms_orderheader_subtotal_range"),
        ({"status": OrderStatus.CANCELLED}, "oms_orderheader_cancelled_at"),
    ],
)
def test_orders(values, constraint):
    assert refused(lambda: factories.order(**values)) == constraint


def test_not_a_number_is_no_amount():
    factories.order()
    with connection.cursor() as cursor:
        assert refused(lambda: cursor.execute("UPDATE oms_orderheader SET grand_total = 'NaN'")).endswith("_range")


def test_an_order_is_there_once_for_its_shop():
    factories.order()
    assert refused(factories.order) == "oms_orderheader_key"
    factories.order(shop=factories.shop("other.myshopify.com"))


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"quantity": 0}, "oms_orderitem_quantity"),
        ({"price": -1}, "oms_orderitem_price_range"),
        ({"status": "ITEM_LOST"}, "oms_orderitem_part_status"),
        ({"part": "CANCELLED"}, "oms_orderitem_part_status"),
        ({"part": "COMPLETED", "status": "ITEM_APPROVED"}, "oms_orderitem_part_status"),
        ({"presell_type": "SOON"}, "oms_orderitem_presell_type"),
    ],
)
def test_items(values, constraint):
    order = factories.order()
    group = factories.ship_group(order)
    found = refused(lambda: factories.item(order, group, **values))
    assert found in {constraint, "oms_orderitem_status"}


def test_an_item_part_that_the_shop_decided_is_there_once_for_its_line():
    order = factories.order()
    group = factories.ship_group(order)
    factories.item(order, group)
    factories.item(order, group, seq=2, part="CANCELLED", status="ITEM_CANCELLED")
    again = {"seq": 3, "part": "CANCELLED", "status": "ITEM_CANCELLED"}
    assert refused(lambda: factories.item(order, group, **again)) == "oms_orderitem_key"
    factories.item(order, group, seq=4)  # open units may be divided
    assert refused(lambda: factories.item(order, group, line_gid="2")) == "oms_orderitem_seq"


def test_a_queue_with_items_cannot_be_deleted():
    order = factories.order()
    factories.item(order, factories.ship_group(order))
    with pytest.raises(ProtectedError):
        Facility.objects.get(code=Queue.BROKERING).delete()


@pytest.mark.parametrize(
    ("kind", "amount", "allowed"),
    [("DISCOUNT", -5, True), ("DISCOUNT", 5, False), ("TAX", 5, True), ("TAX", -5, False), ("SHIPPING", 0, True)],
)
def test_adjustments_carry_the_sign_of_their_kind(kind, amount, allowed):
    order = factories.order()

    def make():
        return OrderAdjustment.objects.create(order=order, kind=AdjustmentKind(kind), seq=1, amount=amount)

    assert make().pk if allowed else refused(make) == "oms_orderadjustment_amount"


def test_payments():
    order = factories.order()
    row = {"order": order, "transaction_gid": "t1", "kind": PaymentKind.SALE, "status": PaymentStatus.SETTLED}
    OrderPaymentPreference.objects.create(**row, amount=5)
    assert refused(lambda: OrderPaymentPreference.objects.create(**row)) == "oms_orderpaymentpreference_key"
    bad = {**row, "transaction_gid": "t2"}
    assert refused(lambda: OrderPaymentPreference.objects.create(**bad, amount=-1)).endswith("_range")
    assert refused(lambda: OrderPaymentPreference.objects.create(**{**bad, "status": "PAID"})).endswith("_status")


def test_addresses():
    order = factories.order()
    OrderAddress.objects.create(order=order, kind="SHIPPING")
    assert refused(lambda: OrderAddress.objects.create(order=order, kind="SHIPPING")) == "oms_orderaddress_key"
    far = {"order": order, "kind": "BILLING", "latitude": 91, "longitude": 0}
    assert refused(lambda: OrderAddress.objects.create(**far)) == "oms_orderaddress_position"


def test_one_open_exception_of_a_kind():
    order, product = factories.order(), factories.product()
    for model, key, kind in (
        (OrderException, {"order": order}, OrderExceptionKind.BAD_ADDRESS),
        (ProductException, {"product": product}, ProductExceptionKind.DUPLICATE_SKU),
    ):
        first = model.objects.create(**key, kind=kind)
        assert refused(lambda m=model, k=key, d=kind: m.objects.create(**k, kind=d)).endswith("_open")
        first.resolved_at = datetime.now(UTC)
        first.save()
        model.objects.create(**key, kind=kind)


def test_a_sku_belongs_to_one_product_of_a_store_and_a_barcode_may_repeat():
    one, two = factories.product("One"), factories.product("Two")
    other = factories.product("Three", store=factories.store("Other"))

    def give(product, type_, value="A-1"):
        return GoodIdentification.objects.create(product=product, store=product.store, type=type_, value=value)

    give(one, IdentificationType.SKU)
    give(other, IdentificationType.SKU)
    give(one, IdentificationType.UPCA)
    give(two, IdentificationType.UPCA)
    assert refused(lambda: give(two, IdentificationType.SKU)) == "oms_goodidentification_sku"
    assert refused(lambda: give(one, IdentificationType.SKU, "A-2")) == "oms_goodidentification_key"
    assert refused(lambda: give(two, IdentificationType.SKU, "")) == "oms_goodidentification_value"


def test_products():
    assert refused(lambda: factories.product(is_virtual=True)) == "oms_product_virtual_or_variant"
    parent = factories.product(is_virtual=True, is_variant=False)
    orphan = {"is_variant": False, "parent": parent}
    assert refused(lambda: factories.product(**orphan)) == "oms_product_parent_of_variant"
    assert refused(lambda: factories.product(price=-1)) == "oms_product_price_range"
    assert refused(lambda: factories.product(status="GONE")) == "oms_product_status"


def test_tags_features_and_memberships_are_there_once():
    product = factories.product()
    colour = ProductFeatureType.objects.create(name="Colour")
    red = ProductFeature.objects.create(type=colour, name="Red")
    category = ProductCategory.objects.create(store=product.store, type=CategoryType.COLLECTION, key="c", name="Summer")
    member = {"product": product, "category": category}
    for make in (
        lambda: ProductTag.objects.create(product=product, tag="new"),
        lambda: ProductFeature.objects.create(type=colour, name="Blue"),
        lambda: ProductFeatureAppl.objects.create(product=product, feature=red, kind=FeatureApplKind.STANDARD),
        lambda: ProductCategoryMember.objects.create(**member),
        lambda: ProductFacility.objects.create(product=product, facility=Facility.objects.first()),
        lambda: ShopProduct.objects.create(shop=factories.shop(), gid="p", kind="VARIANT", product=product),
    ):
        make()
        assert refused(make)
    ProductCategoryMember.objects.update(thru_at=datetime.now(UTC) + timedelta(days=1))
    assert ProductCategoryMember.objects.create(**member).pk


def test_facilities():
    assert refused(lambda: factories.facility(code="_NA_"))
    assert refused(lambda: factories.facility(latitude=1)) == "oms_facility_position"
    assert refused(lambda: factories.facility(maximum_order_limit=-1)) == "oms_facility_maximum_order_limit_range"
    one = factories.facility(external_id="7")
    assert refused(lambda: factories.facility("WH2", external_id="7")) == "oms_facility_external_id"
    group = FacilityGroup.objects.create(code="G", type=FacilityGroupType.BROKERING)
    member = {"group": group, "facility": one}
    FacilityGroupMember.objects.create(**member)
    assert refused(lambda: FacilityGroupMember.objects.create(**member)) == "oms_facilitygroupmember_open"
