"""After the two initial loads the OMS holds what the store holds, field by field."""

import os
from pathlib import Path

import pytest

from oms.models import (
    OrderAddress,
    OrderHeader,
    OrderItem,
    OrderPaymentPreference,
    Product,
    ProductCategory,
    ProductTag,
    ShopLocation,
)
from sandbox.files import load
from sandbox.generator import generate
from sandbox.state.store import Store
from tests.equality import lived, orders_kept, orders_told
from tests.equality.reading import differences, gid
from tests.equality.shop import Neighbour, connected, run_job
from tests.sandbox.files.samples import ORDERS, PRODUCTS

pytestmark = pytest.mark.django_db(transaction=True)
ONE_MORE = pytest.mark.long("one made-up store more")


def made(seed: int, products: int = 25, orders: int = 70) -> Store:
    store = Store()
    generate(store, products, orders, seed)
    return store


def out_of(products: list[Path], orders: list[Path]) -> Store:
    store = Store()
    load(store, products=products, orders=orders)
    return store


def unequal_products(neighbour: Neighbour) -> list[str]:
    return lived.products(neighbour.state(), neighbour.shop)


def check_both_loads(store: Store, tmp_path: Path) -> None:
    with connected(store, tmp_path) as neighbour:
        products = run_job("import_products")
        assert products.counters["created"] == len(store.products)
        assert unequal_products(neighbour) == []
        assert set(ShopLocation.objects.values_list("gid", flat=True)) == {
            gid("Location", number) for number in store.locations
        }
        run_job("import_orders", status="any")
        state = neighbour.state()
        assert differences(orders_told.orders(state), orders_kept.orders(neighbour.shop)) == []
        again = run_job("import_orders", status="any")
        assert again.counters.get("unchanged", 0) == len(orders_told.real(state))
        assert not again.counters.get("updated")


# Two stores always; more of the same kind are asked for.
@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=ONE_MORE) for seed in (3, 4, 5))])
def test_made_up_stores(seed: int, tmp_path: Path) -> None:
    check_both_loads(made(seed), tmp_path)


def test_store_out_of_exported_files(tmp_path: Path) -> None:
    check_both_loads(out_of([PRODUCTS], [ORDERS]), tmp_path)


def test_sample_stores(tmp_path: Path) -> None:
    """Other stores' product exports, when a folder of them is named."""
    folder = os.environ.get("PRODUCT_CSVS")
    if not folder:
        pytest.skip("PRODUCT_CSVS names no folder of sample stores")
    check_both_loads(out_of(sorted(Path(folder).glob("*.csv")), []), tmp_path)


def test_the_comparison_notices_what_differs(tmp_path: Path) -> None:
    with connected(out_of([PRODUCTS], [ORDERS]), tmp_path) as neighbour:
        run_job("import_products")
        run_job("import_orders", status="any")
        Product.objects.filter(sku="TOTE").update(price=24)
        ProductTag.objects.filter(tag="linen").delete()
        ProductCategory.objects.filter(name="Shirts", type="TAXONOMY").update(parent=None)
        OrderHeader.objects.filter(name="#1012").update(note="")
        OrderAddress.objects.filter(kind="SHIPPING", order__name="#1011").update(zip="02109")
        OrderItem.objects.filter(order__name="#1010", part="OPEN").delete()
        OrderPaymentPreference.objects.filter(order__name="#1008", kind="REFUND").update(amount=1)
        told = orders_told.orders(neighbour.state())
        found = unequal_products(neighbour) + differences(told, orders_kept.orders(neighbour.shop))
        words = ("price", "tags", "parent", "note", "zip", "OPEN')", "amount")
        assert len(found) == len(words), found
        assert [word for word in words if not any(f"{word}:" in line for line in found)] == []


def test_by_default_exactly_the_open_and_unshipped_orders_come(tmp_path: Path) -> None:
    with connected(made(6), tmp_path) as neighbour:
        run_job("import_products")
        run_job("import_orders")
        told = orders_told.open_and_unshipped(neighbour.state())
        assert told
        assert set(OrderHeader.objects.values_list("gid", flat=True)) == told
