"""A document goes out, its data comes back, and every way it can fail has its own type."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from shopify_client import documents
from shopify_client.client import Client
from shopify_client.endpoint import Endpoint
from shopify_client.errors import (
    AccessDenied,
    Forbidden,
    InvalidDocument,
    NotFound,
    PartialData,
    SearchWarning,
    ShopFrozen,
    Throttled,
    TransientError,
    Unauthorized,
    UnexpectedAnswer,
    UserErrors,
    VersionFellForward,
)
from tests.shopify_client.answering import Answer, Answering, data, error, errors
from tests.shopify_client.conftest import DOMAIN, TOKEN, Time

JOB = documents.load("job")
TAGS_ADD = documents.load("tags_add")
FULFILL = documents.load("fulfillment_create")
SET_QUANTITIES = documents.load("inventory_set_quantities")
ORDER_CANCEL = documents.load("order_cancel")


def test_what_is_sent(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(data({"job": {"id": "gid://shopify/Job/1", "done": True}}))
    answer = client.execute(JOB, {"id": "gid://shopify/Job/1"})
    assert answer == {"job": {"id": "gid://shopify/Job/1", "done": True}}
    (asked,) = shopify_server.asked
    assert asked.path == "/admin/api/2026-10/graphql.json"
    assert asked.headers["x-shopify-access-token"] == TOKEN
    assert asked.json == {"query": JOB.text, "variables": {"id": "gid://shopify/Job/1"}, "operationName": "Job"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidDocument),
        (401, Unauthorized),
        (402, ShopFrozen),
        (403, Forbidden),
        (404, NotFound),
        (406, UnexpectedAnswer),
        (423, ShopFrozen),
    ],
)
def test_statuses_that_no_retry_cures(client: Client, shopify_server: Answering, status: int, kind: type) -> None:
    shopify_server.will(Answer(status, b'{"errors": "[API] Not like this"}'))
    with pytest.raises(kind, match="Not like this") as caught:
        client.execute(JOB, {"id": "1"})
    assert not caught.value.temporary
    assert len(shopify_server.asked) == 1


def test_a_redirect_is_not_followed(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(Answer(301, headers={"Location": f"{shopify_server.url}/elsewhere"}))
    with pytest.raises(UnexpectedAnswer):
        client.execute(JOB, {"id": "1"})
    assert len(shopify_server.asked) == 1


FAILURES = {
    "500": Answer(500, b"{}"),
    "502 with a page": Answer(502, b"<html>Bad gateway</html>"),
    "a page instead of JSON": Answer(200, b"<!doctype html><html></html>"),
    "cut JSON": Answer(200, b'{"data": {"job'),
    "not an object": Answer(200, b"[]"),
    "no data": Answer(200, b"{}"),
    "an internal error in a 200": errors(error("INTERNAL_SERVER_ERROR")),
    "a reset": Answer(reset=True),
    "a body that stops": Answer(200, b'{"data"', announced=5000, reset=True),
}


@pytest.mark.parametrize("name", FAILURES)
def test_reads_are_repeated_with_growing_pauses(
    client: Client, shopify_server: Answering, time_: Time, name: str
) -> None:
    shopify_server.will(*[FAILURES[name]] * 4, data({"job": None}))
    assert client.execute(JOB, {"id": "1"}) == {"job": None}
    assert time_.slept == [0.125, 0.25, 0.5, 1.0]


@pytest.mark.parametrize("name", FAILURES)
def test_five_attempts_and_no_more(client: Client, shopify_server: Answering, name: str) -> None:
    shopify_server.will(*[FAILURES[name]] * 9)
    with pytest.raises(TransientError) as caught:
        client.execute(JOB, {"id": "1"})
    assert caught.value.temporary
    assert len(shopify_server.asked) == 5


@pytest.mark.parametrize("name", FAILURES)
def test_a_write_that_may_have_arrived_is_never_repeated(client: Client, shopify_server: Answering, name: str) -> None:
    shopify_server.will(FAILURES[name], data({"fulfillmentCreate": {"fulfillment": {}, "userErrors": []}}))
    with pytest.raises(TransientError) as caught:
        client.execute(FULFILL, {"fulfillment": {}})
    assert caught.value.may_have_arrived
    assert len(shopify_server.asked) == 1


@pytest.mark.parametrize("document", [TAGS_ADD, SET_QUANTITIES])
def test_a_write_that_may_arrive_twice_is_repeated_unchanged(
    client: Client, shopify_server: Answering, document: documents.Document
) -> None:
    shopify_server.will(Answer(reset=True), data({document.roots[0]: {"userErrors": []}}))
    client.execute(document, {"id": "1", "tags": ["a"], "key": "k"})
    first, second = shopify_server.asked
    assert first.body == second.body


def test_a_write_that_never_left_is_repeated(endpoint: Endpoint, shopify_server: Answering, time_: Time) -> None:
    shopify_server.shutdown()
    shopify_server.server_close()
    client = Client(endpoint, TOKEN, clock=time_.clock, sleep=time_.sleep, chance=lambda: 0.0)
    with pytest.raises(TransientError) as caught:
        client.execute(FULFILL, {"fulfillment": {}})
    assert not caught.value.may_have_arrived
    assert len(time_.slept) == 4


def test_user_errors(client: Client, shopify_server: Answering) -> None:
    refused = [{"field": ["id"], "code": "INVALID", "message": "No such order"}, {"field": None, "message": "Sorry"}]
    shopify_server.will(data({"orderCancel": {"job": None, "orderCancelUserErrors": refused}}))
    with pytest.raises(UserErrors) as caught:
        client.execute(ORDER_CANCEL, {})
    assert [(told.field, told.code, told.message) for told in caught.value.errors] == [
        (("id",), "INVALID", "No such order"),
        ((), "", "Sorry"),
    ]
    assert caught.value.codes == {"INVALID"}
    assert str(caught.value) == "No such order (id, INVALID); Sorry"
    assert not caught.value.temporary


def test_a_key_that_is_being_worked_on_is_asked_for_again(client: Client, shopify_server: Answering) -> None:
    busy = {"userErrors": [{"field": None, "code": "IDEMPOTENCY_CONCURRENT_REQUEST", "message": "wait"}]}
    shopify_server.will(data({"inventorySetQuantities": busy}), data({"inventorySetQuantities": {"userErrors": []}}))
    client.execute(SET_QUANTITIES, {"key": "k"})
    assert [asked.json["variables"]["key"] for asked in shopify_server.asked] == ["k", "k"]


def test_access_denied_tells_where_and_what_is_needed(client: Client, shopify_server: Answering) -> None:
    denied = {
        "message": "Access denied for email field.",
        "path": ["order", "customer", "email"],
        "extensions": {"code": "ACCESS_DENIED", "requiredAccess": "`read_customers` access scope."},
    }
    shopify_server.will(errors(denied, value={"order": {"id": "1", "customer": None}}))
    with pytest.raises(AccessDenied, match=r"order\.customer\.email.*read_customers") as caught:
        client.execute(documents.load("order_note"), {"id": "1"})
    assert caught.value.data == {"order": {"id": "1", "customer": None}}
    assert len(shopify_server.asked) == 1


def test_errors_beside_data_are_not_swallowed(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(errors(error("SOMETHING", "Half of it"), value={"job": {"id": "1"}}))
    with pytest.raises(PartialData, match="Half of it") as caught:
        client.execute(JOB, {"id": "1"})
    assert caught.value.data == {"job": {"id": "1"}}


def test_an_invalid_document(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(errors(error("undefinedField", "Field 'x' doesn't exist on type 'Job'")))
    with pytest.raises(InvalidDocument, match="Field 'x'") as caught:
        client.execute(JOB, {"id": "1"})
    assert caught.value.codes == ("undefinedField",)


def test_a_search_term_that_shopify_ignored(client: Client, shopify_server: Answering) -> None:
    warning = {"field": "stauts", "code": "invalid_field", "message": "Invalid search field for this query."}
    search = [{"path": ["orders"], "query": "stauts:open", "warnings": [warning]}]
    answer = data({"orders": {"nodes": []}})
    body = json.loads(answer.body)
    body["extensions"]["search"] = search
    shopify_server.will(Answer(body=json.dumps(body).encode()))
    with pytest.raises(SearchWarning, match="stauts"):
        client.execute(documents.load("orders_since"), {})


def test_another_version_than_asked_for(client: Client, shopify_server: Answering) -> None:
    shopify_server.will(data({"job": None}, version="2027-01"))
    with pytest.raises(VersionFellForward, match=r"2026-10.*2027-01"):
        client.execute(JOB, {"id": "1"})


def test_a_document_that_only_the_other_version_refuses(client: Client, shopify_server: Answering) -> None:
    refused = errors(error("undefinedField"))
    refused.headers["X-Shopify-API-Version"] = "2027-01"
    shopify_server.will(refused)
    with pytest.raises(VersionFellForward):
        client.execute(JOB, {"id": "1"})


def test_throttled_in_a_200_waits_for_the_points_and_counts_no_attempt(
    client: Client, shopify_server: Answering, time_: Time
) -> None:
    refused = errors(error("THROTTLED", "Throttled"), available=250, requested=300)
    shopify_server.will(refused, refused, refused, data({"job": None}))
    client.execute(JOB, {"id": "1"})
    assert time_.slept == [1.0, 1.0, 1.0]


def test_throttled_writes_go_again_because_nothing_was_executed(client: Client, shopify_server: Answering) -> None:
    done = data({"fulfillmentCreate": {"fulfillment": {"id": "1"}, "userErrors": []}})
    shopify_server.will(errors(error("THROTTLED"), available=299), Answer(429, headers={"Retry-After": "0.5"}), done)
    client.execute(FULFILL, {"fulfillment": {}})
    assert len(shopify_server.asked) == 3


@pytest.mark.parametrize(("header", "pause"), [("2.0", 2.0), ("3", 3.0), ("nonsense", 1.0), ("0.1", 1.0)])
def test_retry_after_is_a_decimal_number(
    client: Client, shopify_server: Answering, time_: Time, header: str, pause: float
) -> None:
    shopify_server.will(Answer(429, headers={"Retry-After": header}), data({"job": None}))
    client.execute(JOB, {"id": "1"})
    assert time_.slept == [pause]


def test_a_long_wait_is_given_back(client: Client, shopify_server: Answering, time_: Time) -> None:
    shopify_server.will(errors(error("THROTTLED"), available=0, requested=900))
    with pytest.raises(Throttled) as caught:
        client.execute(JOB, {"id": "1"})
    assert time_.slept == []
    assert caught.value.retry_in == 9.0
    assert str(caught.value) == "Throttled, free again in 9.0 s"


def test_a_worker_never_sleeps_more_than_five_seconds_in_one_call(
    client: Client, shopify_server: Answering, time_: Time
) -> None:
    shopify_server.otherwise = lambda _: errors(error("THROTTLED"), available=100, requested=300)
    with pytest.raises(Throttled) as caught:
        client.execute(JOB, {"id": "1"})
    assert sum(time_.slept) <= 5
    assert caught.value.retry_in >= 2


def test_jitter_spreads_the_pauses(shopify_server: Answering, endpoint: Endpoint, time_: Time) -> None:
    shopify_server.otherwise = lambda asked: Answer(500) if len(shopify_server.asked) < 3 else data({"job": None})
    Client(endpoint, TOKEN, sleep=time_.sleep, chance=lambda: 0.5).execute(JOB, {"id": "1"})
    assert time_.slept == [0.25, 0.5]


def test_endpoints_are_shopify_or_the_sandbox() -> None:
    assert Endpoint(DOMAIN).graphql_url == f"https://{DOMAIN}/admin/api/2026-10/graphql.json"
    sandbox = "http://127.0.0.1:9292"
    assert (
        Endpoint(DOMAIN, sandbox + "/", "2026-07", sandbox).graphql_url == f"{sandbox}/admin/api/2026-07/graphql.json"
    )
    for domain in (
        "",
        "evil.com",
        "a.myshopify.com.evil.com",
        "-a.myshopify.com",
        "A.myshopify.com",
        "a.myshopify.com\n",
    ):
        with pytest.raises(ValueError, match="not the domain"):
            Endpoint(domain)
    for base_url in ("http://169.254.169.254", "https://evil.com", f"http://{DOMAIN}", "http://127.0.0.1:9293"):
        with pytest.raises(ValueError, match="neither"):
            Endpoint(DOMAIN, base_url, "2026-10", sandbox)
    for version in ("2026-1", "latest", "2026-11", "unstable"):
        with pytest.raises(ValueError, match="version"):
            Endpoint(DOMAIN, "", version)


def test_each_process_has_connections_of_its_own(make_client: Callable[..., Client]) -> None:
    transport = make_client()._transport
    here = transport.session
    assert transport.session is here
    transport._local.pid = -1  # as it looks from a child after a fork
    assert transport.session is not here
