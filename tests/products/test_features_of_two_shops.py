"""Two shops at once: one renames a value while the other takes it up. Nobody's feature changes under them."""

from threading import Event, Thread

import msgspec
import pytest
from django.db import connection, transaction

from integrations.shopify.products.save import save
from oms.models import ProductFeature, Shop, ShopProduct
from shopify_client.types import Product
from tests.imports.lines import LATER, gid, product, variant
from tests.imports.support import make_shop
from tests.waiting import until, waiting_for_a_lock

pytestmark = pytest.mark.django_db(transaction=True)


def coloured(number: int, colour: str, **changes: str) -> Product:
    offered = {
        "id": gid("ProductOption", number),
        "name": "Colour",
        "values": [colour],
        "optionValues": [{"id": gid("ProductOptionValue", number), "name": colour}],
    }
    only = variant(number, number, title=colour, selectedOptions=[{"name": "Colour", "value": colour}], **changes)
    node = product(number, options=[offered], variants={"nodes": [only]}, **changes)
    return msgspec.convert(node, Product, strict=False)


def colours(shop: Shop) -> list[str]:
    of = ShopProduct.objects.get(shop=shop, kind="PRODUCT").product
    return list(of.features.values_list("feature__name", flat=True))


def test_a_value_that_another_shop_takes_up_meanwhile_is_not_renamed_under_it() -> None:
    ours, theirs = make_shop(), make_shop("second.myshopify.com")
    save(ours, [coloured(1, "Red")], "test")
    red = ProductFeature.objects.get()
    renamed = Event()

    def rename() -> None:
        try:
            save(ours, [coloured(1, "Crimson", updatedAt=LATER)], "test")
        finally:
            renamed.set()
            connection.close()

    with transaction.atomic():
        save(theirs, [coloured(2, "Red")], "test")
        other = Thread(target=rename)
        other.start()
        until("the first shop waits for its turn", waiting_for_a_lock)
        assert not renamed.is_set()
    other.join(240)
    red.refresh_from_db()
    assert (red.name, colours(theirs), colours(ours)) == ("Red", ["Red"], ["Crimson"])
