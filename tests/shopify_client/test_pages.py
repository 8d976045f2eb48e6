"""A list is read to its end."""

from __future__ import annotations

from shopify_client import documents
from shopify_client.client import Client
from shopify_client.pages import nodes
from tests.shopify_client.answering import Answering, data


def page(*ids: int, after: str | None) -> dict[str, object]:
    found = [{"id": f"gid://shopify/Location/{number}"} for number in ids]
    return {"locations": {"nodes": found, "pageInfo": {"hasNextPage": after is not None, "endCursor": after}}}


def test_all_pages_in_order(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(data(page(1, 2, after="b")), data(page(3, after="c")), data(page(after=None)))
    found = [node["id"].rpartition("/")[2] for node in nodes(client, documents.load("locations"), {"first": 2})]
    assert found == ["1", "2", "3"]
    asked = [asked.json["variables"] for asked in shopify_server.asked]
    assert asked == [{"first": 2, "after": None}, {"first": 2, "after": "b"}, {"first": 2, "after": "c"}]


def test_a_page_is_only_asked_for_when_it_is_needed(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(data(page(1, 2, after="b")))
    next(nodes(client, documents.load("locations"), {"first": 2}))
    assert len(shopify_server.asked) == 1
