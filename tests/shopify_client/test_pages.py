"""A list is read to its end."""

from __future__ import annotations

import pytest

from shopify_client import documents
from shopify_client.client import Client
from shopify_client.errors import UnexpectedAnswer
from shopify_client.pages import Page, complete, every, goes_on, nodes, page_of
from shopify_client.types import Connection, PageInfo, Ref
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


def connection(*ids: str, after: str | None = None) -> dict[str, object]:
    return {"nodes": [{"id": gid} for gid in ids], "pageInfo": {"hasNextPage": after is not None, "endCursor": after}}


def test_a_page_says_where_the_list_goes_on() -> None:
    assert page_of(connection("a", after="x"), Ref) == Page([Ref(id="a")], "x")
    assert page_of(connection("b"), Ref) == Page([Ref(id="b")], None)


def test_a_node_that_cannot_be_read_is_set_aside() -> None:
    answer = {**connection("a", "b", after="x")}
    answer["nodes"] = [{"id": "a"}, {"id": "b", "legacyResourceId": []}, {"id": None}]
    page = page_of(answer, Ref)
    assert (page.records, page.after) == ([Ref(id="a")], "x")
    assert [(bad.gid, bad.raw) for bad in page.bad] == [
        ("b", '{"id":"b","legacyResourceId":[]}'),
        ("", '{"id":null}'),
    ]
    assert all("can't be read" in bad.reason for bad in page.bad)


def test_the_rest_of_a_list_comes_behind_its_first_page() -> None:
    first = Connection(nodes=[Ref(id="a")], page_info=PageInfo(has_next_page=True, end_cursor="x"))
    answers = {"x": connection("b", after="y"), "y": connection("c")}
    complete(first, Ref, lambda after: answers[after or ""])
    assert [ref.id for ref in first.nodes] == ["a", "b", "c"] and not goes_on(first)
    complete(first, Ref, lambda after: pytest.fail("asked for a page behind the last"))
    complete(None, Ref, lambda after: pytest.fail("asked for a list that is not there"))


def test_a_list_that_goes_on_nowhere_is_no_end() -> None:
    more = {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": None}}
    with pytest.raises(UnexpectedAnswer, match="names no cursor"):
        list(every(lambda after: more))
