"""Bad data in the store: what can be taken in is taken in and marked, and nothing stops the rest."""

from pathlib import Path

import pytest

from oms.models import OrderException, OrderHeader, OrderItem, Product, ProductException, ShopProduct
from sandbox.generator import generate
from sandbox.generator.mischief import GONE, MISCHIEF
from sandbox.state.store import Store
from tests.equality.reading import gid
from tests.equality.shop import connected, run_job

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_kinds_at_once(tmp_path: Path) -> None:
    store = Store()
    generate(store, 20, 12, 3, mischief=list(MISCHIEF))
    bad = list(store.orders.values())[-3:]  # an unknown variant, a deleted one, no address
    doubled_sku = next(sku for sku, numbers in store.indexes.variants_of_sku.items() if len(numbers) > 1)
    both = {gid("ProductVariant", one.id) for one in store.variants_by_sku(doubled_sku)}
    with connected(store, tmp_path):
        products, orders = run_job("import_products"), run_job("import_orders", status="any")
    assert (products.counters["created"], products.counters.get("failed", 0)) == (20, 0)
    assert orders.counters.get("failed", 0) == 0
    assert OrderHeader.objects.count() == sum(not order.test for order in store.orders.values())

    names = set(Product.objects.filter(is_virtual=True).values_list("name", flat=True))
    assert {"NUL  shirt", "Half a smile \ufffd shirt", "<script>alert(1)</script>"} <= names
    assert any(len(name) >= 4999 for name in names)

    doubled = ProductException.objects.get(kind="DUPLICATE_SKU")
    assert ShopProduct.objects.get(product=doubled.product).gid in both

    unknown, deleted, lost = (OrderHeader.objects.get(gid=gid("Order", order.id)) for order in bad)
    held = OrderItem.objects.get(order=unknown)
    assert held.product and held.product.is_placeholder
    assert ShopProduct.objects.get(product=held.product).gid == gid("ProductVariant", GONE)
    assert OrderItem.objects.get(order=deleted).product is None
    kinds = set(OrderException.objects.filter(order=lost).values_list("kind", flat=True))
    assert "BAD_ADDRESS" in kinds
    assert OrderException.objects.filter(order=unknown, kind="UNKNOWN_PRODUCT").exists()
