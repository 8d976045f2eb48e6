"""The address of the Admin API: token, version, headers."""

import uuid
from collections.abc import Iterator

import pytest

from sandbox.local_server import running
from sandbox.world import World
from tests.sandbox.http.calling import PATH, TOKEN, call, graphql
from tests.sandbox.shops import small_store

NAME = "{ shop { name } }"


@pytest.fixture
def world() -> World:
    return World(small_store())


@pytest.fixture
def url(world: World) -> Iterator[str]:
    with running(world) as address:
        yield address


def test_an_answer(url: str) -> None:
    status, headers, body = graphql(url, NAME)
    assert (status, body["data"]) == (200, {"shop": {"name": "Demo Store"}})
    assert headers["x-shopify-api-version"] == "2026-10"
    assert uuid.UUID(headers["x-request-id"])
    assert headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("token", ["", "shpat_other"])
def test_a_token_that_opens_nothing(url: str, token: str) -> None:
    status, headers, body = graphql(url, NAME, headers={"X-Shopify-Access-Token": token})
    assert status == 401
    assert body == {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}
    assert "x-request-id" in headers


@pytest.mark.parametrize("version", ["2027-01", "2026-11", "2018-10", "next", "unstable"])
def test_a_version_that_does_not_exist(url: str, version: str) -> None:
    status, _, body = graphql(url, NAME, PATH.replace("2026-10", version))
    assert (status, body) == (404, {"errors": "Not Found"})


@pytest.mark.parametrize("version", ["2025-10", "2026-07", "2019-04"])
def test_a_version_whose_time_is_over_falls_forward(url: str, version: str) -> None:
    status, headers, body = graphql(url, NAME, PATH.replace("2026-10", version))
    assert (status, headers["x-shopify-api-version"]) == (200, "2026-10")
    assert body["data"] == {"shop": {"name": "Demo Store"}}


def test_a_document_as_the_whole_body(url: str) -> None:
    status, _, body = call(url, "POST", PATH, NAME.encode(), TOKEN | {"Content-Type": "application/graphql"})
    assert (status, b"Demo Store" in body) == (200, True)


def test_the_cost_of_each_field_on_request(url: str) -> None:
    _, _, body = graphql(url, NAME, headers={"Shopify-GraphQL-Cost-Debug": "1"})
    assert body["extensions"]["cost"]["fields"][0]["path"] == ["shop"]
    assert "fields" not in graphql(url, NAME)[2]["extensions"]["cost"]


def test_only_post(url: str) -> None:
    status, headers, _ = call(url, "GET", PATH, headers=TOKEN)
    assert (status, headers["allow"]) == (405, "POST")


def test_rest_is_not_there(url: str) -> None:
    assert call(url, "GET", "/admin/api/2026-10/products.json", headers=TOKEN)[0] == 404


def test_faults_strike_around_an_answer(url: str, world: World) -> None:
    world.faults.plant({"kind": "bad_gateway"})
    assert call(url, "POST", PATH, b"{}", TOKEN)[0] == 502


def test_a_cut_connection_gives_no_byte(url: str, world: World) -> None:
    world.faults.plant({"kind": "cut_after"})
    with pytest.raises(ConnectionError):
        graphql(url, NAME)
