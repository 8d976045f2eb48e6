"""An object that the shop has not is told from a shop that is not there."""

import pytest

from integrations.shopify.orders.fetch import fetch_order
from integrations.shopify.products.collections import members
from integrations.shopify.products.deletion import is_there
from integrations.shopify.products.fetch import fetch_product
from shopify_client.client import Client
from shopify_client.errors import NotFound
from tests.shopify_client.answering import Answer, Answering, data

GID = "gid://shopify/Product/1"


def test_null_is_an_object_that_is_gone(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(data({"product": None}), data({"product": None}), data({"order": None}))
    assert not is_there(client, GID)
    assert fetch_product(client, GID) is None
    assert fetch_order(client, "gid://shopify/Order/1") is None
    shopify_server.will(data({"collection": None}))
    assert members(client, "gid://shopify/Collection/1") == set()


def test_a_404_takes_no_product_for_deleted(client: Client, shopify_server: Answering) -> None:
    for read in (is_there, fetch_product, fetch_order, members):
        shopify_server.will(Answer(404, b'{"errors": "Not Found"}'))
        with pytest.raises(NotFound):
            read(client, GID)
