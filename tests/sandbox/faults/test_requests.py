"""What befalls a request to the Admin API, over HTTP."""

import http.client
from collections.abc import Iterator

import pytest

from tests.sandbox.bulk.asking import Shop, shop
from tests.sandbox.shops import small_store

SHOP = "query Who { shop { name } }"
NOTE = """mutation Note($id: ID!) { orderUpdate(input: {id: $id, note: "struck"}) { userErrors { message } } }"""
TOKEN = {"grant_type": "client_credentials", "client_id": "sandbox-key", "client_secret": "sandbox-secret"}


@pytest.fixture
def small() -> Iterator[Shop]:
    with shop(small_store()) as made:
        yield made


def test_throttled_in_a_200_with_what_is_missing(small: Shop) -> None:
    small.fault("throttled", times=2)
    answer = small.admin(SHOP)
    (error,) = answer.json["errors"]
    cost = answer.json["extensions"]["cost"]
    assert (answer.status, error["message"], error["extensions"]["code"]) == (200, "Throttled", "THROTTLED")
    assert cost["actualQueryCost"] is None
    assert cost["requestedQueryCost"] > cost["throttleStatus"]["currentlyAvailable"]
    assert "data" not in answer.json
    small.admin(SHOP)
    assert small.data(SHOP) == {"shop": {"name": "Demo Store"}}


def test_a_storm_with_a_probability(small: Shop) -> None:
    small.fault("throttled", times=None, probability=0.5)
    refused = sum("errors" in small.admin(SHOP).json for _ in range(60))
    assert 15 < refused < 45
    assert small.send("/__sandbox/faults").json["hits"] == {"throttled": refused}


def test_429_says_when_to_come_back(small: Shop) -> None:
    small.fault("too_many_requests", retry_after="3.0")
    answer = small.admin(SHOP)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "3.0")
    assert "errors" in answer.json


def test_500_and_502(small: Shop) -> None:
    small.fault("server_error")
    assert (small.admin(SHOP).status, small.admin(SHOP).status) == (500, 200)
    small.fault("bad_gateway")
    answer = small.admin(SHOP)
    assert (answer.status, answer.headers["Content-Type"]) == (502, "text/html")
    assert b"502 Bad Gateway" in answer.body


@pytest.mark.parametrize("committed", [False, True])
def test_an_internal_error_in_a_200_with_or_without_the_change(small: Shop, committed: bool) -> None:
    (order,) = small.world.store.orders.values()
    small.fault("internal_error", committed=committed)
    answer = small.admin(NOTE, id=order.gid)
    assert answer.status == 200
    assert answer.json["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert order.note == ("struck" if committed else None)


@pytest.mark.parametrize(("kind", "note"), [("cut_before", None), ("cut_after", "struck")])
def test_a_connection_cut_before_or_after_the_change(small: Shop, kind: str, note: str | None) -> None:
    (order,) = small.world.store.orders.values()
    small.fault(kind, match={"operation": "Note"})
    small.data(SHOP)
    with pytest.raises(http.client.RemoteDisconnected):
        small.admin(NOTE, id=order.gid)
    assert order.note == note


def test_slow_answers_as_ever(small: Shop) -> None:
    small.fault("slow", seconds=0.05)
    assert small.data(SHOP) == {"shop": {"name": "Demo Store"}}
    assert small.send("/__sandbox/faults").json["hits"] == {"slow": 1}


def test_an_expired_token_stays_dead_and_a_fresh_one_works(small: Shop) -> None:
    token = small.send("/admin/oauth/access_token", TOKEN, headers={"Content-Type": "application/json"})
    first = token.json["access_token"]
    small.fault("expired_token")
    assert [small.admin(SHOP, token=first).status for _ in range(2)] == [401, 401]
    fresh = small.send("/admin/oauth/access_token", TOKEN, headers={"Content-Type": "application/json"})
    assert small.admin(SHOP, token=fresh.json["access_token"]).status == 200
    assert small.admin(SHOP, token=first).status == 401


def test_a_denied_field_is_null_beside_the_rest(small: Shop) -> None:
    small.fault("access_denied", match={"field": "Order.email"})
    told = small.admin("{ orders(first: 1) { nodes { name email } } }").json
    assert told["data"] == {"orders": {"nodes": [{"name": "#1001", "email": None}]}}
    (error,) = told["errors"]
    assert error["path"] == ["orders", "nodes", 0, "email"]
    assert error["extensions"]["code"] == "ACCESS_DENIED"
    assert error["extensions"]["requiredAccess"] == "`read_something` access scope."


def test_without_faults_nothing_is_read_twice(small: Shop) -> None:
    assert small.admin(SHOP, token="shpat_wrong").status == 401
    assert small.send("/__sandbox/faults").json["hits"] == {}
