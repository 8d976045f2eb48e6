"""What runs: data, nulls with their errors, costs, search warnings."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.admin_api.resolvers import RESOLVERS
from sandbox.graphql.errors import TopLevel, UserError, UserErrors
from sandbox.graphql.execute import execute
from sandbox.graphql.resolvers import Resolvers
from sandbox.world import World
from tests.sandbox.graphql.asking import VERSION, ask, error


@pytest.fixture
def own_roots(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Roots of the test's own, beside the real ones."""
    roots = dict(RESOLVERS.roots)
    monkeypatch.setattr(RESOLVERS, "roots", roots)
    yield roots


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (b"{", "Bad Request"),
        (b"\xff", "Bad Request"),
        (b"[]", {"query": "Required parameter missing or invalid"}),
        (b'{"query": "  "}', {"query": "Required parameter missing or invalid"}),
        (b'{"query": 5}', {"query": "Required parameter missing or invalid"}),
        (b'{"query": "{ shop { id } }", "variables": "x"}', {"variables": "Variables are invalid"}),
    ],
)
def test_a_body_that_is_no_call(world: World, body: bytes, errors: Any) -> None:
    answer = execute(world, world.access.app("sandbox-key").caller(), VERSION, body)
    assert (answer.status, json.loads(answer.body)) == (400, {"errors": errors})


def test_a_root_that_is_not_built_is_refused(world: World) -> None:
    found = ask(world, '{ appByHandle(handle: "x") { title } shop { name } }')
    assert found["data"] == {"appByHandle": None, "shop": {"name": "Demo Store"}}
    [entry] = found["errors"]
    assert entry["message"] == "The sandbox store does not support the query appByHandle."
    assert entry["extensions"] == {"code": "EMULATOR_UNSUPPORTED"}
    assert entry["path"] == ["appByHandle"]


def test_a_mutation_that_is_not_built_is_refused(world: World) -> None:
    found = ask(world, 'mutation { flowTriggerReceive(handle: "x") { userErrors { message } } }')
    assert found["data"] == {"flowTriggerReceive": None}
    assert found["errors"][0]["extensions"]["code"] == "EMULATOR_UNSUPPORTED"


def test_a_field_that_is_not_built_is_refused(world: World) -> None:
    gid = next(iter(world.store.products.values())).gid
    found = error(world, f'{{ product(id: "{gid}") {{ title onlineStorePreviewUrl }} }}')
    assert found["message"] == "The sandbox store does not support the field Product.onlineStorePreviewUrl."
    assert found["path"] == ["product", "onlineStorePreviewUrl"]


def test_the_gid_of_another_type(world: World) -> None:
    found = ask(world, '{ product(id: "gid://shopify/Order/1") { id } }')
    assert found["data"] == {"product": None}
    assert found["errors"][0]["message"] == "Invalid id: gid://shopify/Order/1"
    assert found["errors"][0]["extensions"] == {"code": "RESOURCE_NOT_FOUND"}


def test_a_failure_of_its_own_is_told_without_its_insides(world: World, own_roots: dict[str, Any]) -> None:
    def broken(ctx: Any) -> Any:
        raise KeyError("secret insides")

    own_roots["shop"] = broken
    found = error(world, "{ shop { name } }")
    assert found["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert found["extensions"]["requestId"] in found["message"]
    assert "secret insides" not in json.dumps(found)


def test_what_a_root_refuses_stands_beside_null(world: World, own_roots: dict[str, Any]) -> None:
    def refusing(ctx: Any) -> Any:
        raise TopLevel("No.", "BAD_REQUEST", documentation="https://example.com")

    own_roots["appByHandle"] = lambda ctx, handle: refusing(ctx)
    found = error(world, '{ appByHandle(handle: "x") { title } }')
    assert found["message"] == "No."
    assert found["extensions"] == {"code": "BAD_REQUEST", "documentation": "https://example.com"}


def test_arguments_arrive_in_snake_case(
    world: World, own_roots: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def order_update(ctx: Any, **args: Any) -> dict[str, Any]:
        seen.append(args)
        return {"order": None}

    monkeypatch.setitem(RESOLVERS.mutations, "orderUpdate", order_update)
    attribute = '{key: "a", value: "b"}'
    text = (
        f'mutation {{ orderUpdate(input: {{id: "gid://shopify/Order/1", note: null, customAttributes: [{attribute}]}}) '
    )
    ask(world, text + "{ userErrors { message } } }")
    attributes = [{"key": "a", "value": "b"}]
    assert seen == [{"input": {"id": "gid://shopify/Order/1", "note": None, "custom_attributes": attributes}}]


def test_user_errors_fill_the_lists_of_the_payload(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(ctx: Any, **args: Any) -> dict[str, Any]:
        raise UserErrors([UserError("Not so.", ["orderId"], "INVALID")])

    monkeypatch.setitem(RESOLVERS.mutations, "orderCancel", refusing)
    text = (
        'mutation { orderCancel(orderId: "gid://shopify/Order/1", reason: OTHER, restock: true, notifyCustomer: false)'
        " { job { id } orderCancelUserErrors { field message code } userErrors { field message } } }"
    )
    found = ask(world, text)
    assert "errors" not in found
    assert found["data"]["orderCancel"] == {
        "job": None,
        "orderCancelUserErrors": [{"field": ["orderId"], "message": "Not so.", "code": "INVALID"}],
        "userErrors": [{"field": ["orderId"], "message": "Not so."}],
    }


def test_a_payload_without_errors_has_empty_lists(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RESOLVERS.mutations, "orderCancel", lambda ctx, **args: {"job": None})
    text = (
        'mutation { orderCancel(orderId: "gid://shopify/Order/1", reason: OTHER, restock: true, notifyCustomer: false)'
        " { orderCancelUserErrors { message } } }"
    )
    assert ask(world, text)["data"] == {"orderCancel": {"orderCancelUserErrors": []}}


def test_search_warnings_come_out_in_extensions(world: World, own_roots: dict[str, Any]) -> None:
    warning = {"path": ["appByHandle"], "query": "x:1", "warnings": [{"field": "x", "code": "invalid_field"}]}

    def warned(ctx: Any, handle: str) -> None:
        ctx.search_warnings.append(warning)

    own_roots["appByHandle"] = warned
    assert ask(world, '{ appByHandle(handle: "x") { title } }')["extensions"]["search"] == [warning]
    assert "search" not in ask(world, "{ shop { id } }")["extensions"]


def test_two_modules_can_not_answer_the_same_field() -> None:
    def other(record: Any, ctx: Any) -> None:
        return None

    one, stranger = Resolvers(), Resolvers()
    one.field("Sand", "grain")(other)
    stranger.field("Sand", "grain")(other)
    with pytest.raises(ValueError, match="answered twice"):
        one.field("Sand", "grain")(other)
    with pytest.raises(ValueError, match="answered twice"):
        Resolvers(one, stranger)
