"""An option's value is renamed in the shop: Sync and the webhook keep its row, and harm no other product."""

import pytest

from oms.models import Product
from sandbox.builders.products import ProductDraft, VariantDraft
from sandbox.rules.product_options import rename_value
from sandbox.rules.products import create_product
from sandbox.state.base import money
from sandbox.state.records import Product as Theirs
from tests.orders.market import Market
from tests.products.support import SYNC, body, deliver, ours, shirt, unequal

pytestmark = pytest.mark.django_db(transaction=True)


def features(product: Product) -> dict[str, int]:
    return dict(product.features.values_list("feature__name", "feature_id"))


def tell(market: Market, renamed: Theirs, how: str) -> None:
    if how == "job":
        market.run(SYNC, buffer_time=120)
    else:
        assert deliver(market, "products/update", body(market, "products/update", renamed)).state == "done"


@pytest.mark.parametrize("how", ["job", "webhook"])
def test_the_row_is_kept(market: Market, how: str) -> None:
    linen, small = shirt(market), ours(market, "ProductVariant", market.small.id)
    before = features(ours(market, "Product", linen.id))
    market.pass_by()
    rename_value(market.store, linen, linen.options[0], "S", "Small")
    tell(market, linen, how)
    assert features(ours(market, "Product", linen.id)) == {"Small": before["S"], "M": before["M"]}
    assert features(small) == {"Small": before["S"]}
    small.refresh_from_db()
    assert small.name == "Linen Shirt - Small"
    assert unequal(market) == []


@pytest.mark.parametrize("how", ["job", "webhook"])
def test_another_product_with_the_value_is_unharmed(market: Market, how: str) -> None:
    market.pass_by()
    part = VariantDraft(values=["S"], price=money("9"), sku="CAP-S", tracked=False)
    cap = create_product(market.store, ProductDraft(title="Cap", handle="cap", variants=[part], option_names=["Size"]))
    market.run(SYNC)
    linen = shirt(market)
    before = features(ours(market, "Product", linen.id))
    assert features(ours(market, "Product", cap.id)) == {"S": before["S"]}
    market.pass_by()
    rename_value(market.store, linen, linen.options[0], "S", "Small")
    tell(market, linen, how)
    assert features(ours(market, "Product", cap.id)) == {"S": before["S"]}
    after = features(ours(market, "Product", linen.id))
    assert (after.keys(), after["M"]) == ({"Small", "M"}, before["M"])
    assert after["Small"] != before["S"]
    assert unequal(market) == []
