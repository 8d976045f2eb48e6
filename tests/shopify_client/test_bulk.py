"""A bulk operation's answers become facts one can rely on."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import parse

from shopify_client import bulk, documents
from shopify_client.client import Client
from shopify_client.documents.inline import inline
from shopify_client.errors import BulkFailed, NotFound, TransientError, UserErrors
from tests.shopify_client.answering import Answer, Answering, data, errors

GID = "gid://shopify/BulkOperation/720918"


def operation(status: str, **more: Any) -> dict[str, Any]:
    fields = {
        "id": GID,
        "status": status,
        "type": "QUERY",
        "errorCode": None,
        "createdAt": "2026-11-23T10:00:00Z",
        "completedAt": None,
        "objectCount": "0",
        "rootObjectCount": "0",
        "fileSize": None,
        "url": None,
        "partialDataUrl": None,
        "query": "query BulkOrders { orders { edges { node { id } } } }",
    }
    return {**fields, **more}


def status(state: str, **more: Any) -> bulk.BulkStatus:
    return bulk._status(operation(state, **more))


def test_start_sends_the_query_and_does_not_group(client: Client, shopify_server: Answering) -> None:
    done = {"bulkOperation": operation("CREATED"), "userErrors": []}
    shopify_server.will(data({"bulkOperationRunQuery": done}))
    query = inline(documents.load("bulk_orders"), {"query": "status:open"})
    assert bulk.start(client, query) == GID
    assert shopify_server.asked[0].json["variables"] == {"query": query, "groupObjects": False}


def test_a_start_is_not_repeated_when_its_answer_is_lost(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(Answer(reset=True))
    with pytest.raises(TransientError):
        bulk.start(client, "{ orders { edges { node { id } } } }")
    assert len(shopify_server.asked) == 1


def test_a_sixth_operation(client: Client, shopify_server: Answering) -> None:
    told = "A bulk query operation for this app and shop is already in progress: gid://shopify/BulkOperation/1."
    refused = {"bulkOperation": None, "userErrors": [{"field": None, "code": "OPERATION_IN_PROGRESS", "message": told}]}
    shopify_server.will(data({"bulkOperationRunQuery": refused}))
    with pytest.raises(bulk.BulkBusy, match="already in progress") as caught:
        bulk.start(client, "x")
    assert caught.value.temporary


def test_an_invalid_query_is_not_busy(client: Client, shopify_server: Answering) -> None:
    told = "Bulk queries must contain at least one connection."
    refused = {"bulkOperation": None, "userErrors": [{"field": ["query"], "code": "INVALID", "message": told}]}
    shopify_server.will(data({"bulkOperationRunQuery": refused}))
    with pytest.raises(UserErrors, match="at least one connection"):
        bulk.start(client, "x")


def test_counts_come_as_text(client: Client, shopify_server: Answering) -> None:
    told = operation("COMPLETED", objectCount="1456", rootObjectCount="52", fileSize="6022151", url="https://s/r")
    shopify_server.will(data({"bulkOperation": told}))
    found = bulk.poll(client, GID)
    assert (found.object_count, found.root_object_count, found.file_size) == (1456, 52, 6022151)
    assert found.finished
    assert found.result() == bulk.BulkResult("https://s/r", 1456)


def test_an_operation_that_shopify_forgot(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(data({"bulkOperation": None}))
    with pytest.raises(NotFound):
        bulk.poll(client, GID)


def test_nothing_matched_is_not_an_error() -> None:
    assert status("COMPLETED").result() == bulk.BulkResult(None, 0)


def test_no_address_although_there_are_objects() -> None:
    with pytest.raises(BulkFailed, match="1,456 objects"):
        status("COMPLETED", objectCount="1456").result()


@pytest.mark.parametrize("state", ["FAILED", "CANCELED", "EXPIRED"])
def test_a_part_is_no_result(state: str) -> None:
    found = status(state, errorCode="TIMEOUT", objectCount="9", partialDataUrl="https://s/p")
    with pytest.raises(
        BulkFailed, match=rf"ended {state} \(TIMEOUT\); the part it had read, 9 objects, may lack"
    ) as caught:
        found.result()
    assert caught.value.error_code == "TIMEOUT"


def test_failed_with_nothing() -> None:
    with pytest.raises(BulkFailed, match="ACCESS_DENIED") as caught:
        status("FAILED", errorCode="ACCESS_DENIED").result()
    assert (caught.value.status, caught.value.error_code) == ("FAILED", "ACCESS_DENIED")
    with pytest.raises(BulkFailed, match="no reason given"):
        status("FAILED").result()


@pytest.mark.parametrize("state", ["CREATED", "RUNNING", "CANCELING"])
def test_what_runs_has_no_result_yet(state: str) -> None:
    assert not status(state).finished
    with pytest.raises(BulkFailed, match="not finished"):
        status(state, partialDataUrl="https://s/p").result()


def test_running_takes_in_those_just_created(client: Client, shopify_server: Answering) -> None:
    states = ["CREATED", "RUNNING", "CANCELING", "COMPLETED", "FAILED"]
    nodes = [operation(state, id=f"gid://shopify/BulkOperation/{at}") for at, state in enumerate(states)]
    shopify_server.will(data({"bulkOperations": {"nodes": nodes, "pageInfo": {"hasNextPage": False}}}))
    assert [found.status for found in bulk.running(client)] == ["CREATED", "RUNNING", "CANCELING"]


def test_cancel(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(
        data({"bulkOperationCancel": {"bulkOperation": operation("CANCELING"), "userErrors": []}}),
        data(
            {
                "bulkOperationCancel": {
                    "bulkOperation": None,
                    "userErrors": [
                        {"field": None, "message": "A bulk operation cannot be canceled when it is completed"}
                    ],
                }
            }
        ),
    )
    assert bulk.cancel(client, GID).status == "CANCELING"
    with pytest.raises(UserErrors, match="cannot be canceled"):
        bulk.cancel(client, GID)


def test_access_denied_is_explained_by_asking_for_one(client: Client, shopify_server: Answering) -> None:
    denied = {
        "message": "Access denied for transactions field.",
        "path": ["orders", "edges", 0, "node", "transactions"],
        "extensions": {"code": "ACCESS_DENIED", "requiredAccess": "`read_orders` access scope."},
    }
    shopify_server.will(errors(denied), data({"orders": {"edges": []}}))
    query = inline(documents.load("bulk_orders"), {"query": "status:open"})
    found = bulk.explain(client, query)
    assert found is not None
    assert found.path == ("orders", "edges", 0, "node", "transactions")
    sent = shopify_server.asked[0].json["query"]
    parse(sent)
    assert sent.count("edges") == sent.count("first: 1)") + sent.count("first: 1,") == 5
    assert "first: 50)" in sent, "a list that is no connection keeps its own size"
    assert bulk.explain(client, query) is None
