"""@idempotent: obligatory where it matters, replayed for a day, refused when the key is misused."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.access.apps import ALL_SCOPES
from sandbox.admin_api.resolvers import RESOLVERS
from sandbox.graphql.context import Caller
from sandbox.graphql.errors import TopLevel, UserError, UserErrors
from sandbox.graphql.idempotent_mutations import needs_key
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.schema import admin_schema
from sandbox.world import World
from tests.sandbox.graphql.asking import ask

NAME = "inventoryActivate"
ITEM, PLACE = "gid://shopify/InventoryItem/1", "gid://shopify/Location/1"


def text(key: str = "k1", available: int = 1, alias: str = "done") -> str:
    directive = f'@idempotent(key: "{key}")' if key else ""
    arguments = f'inventoryItemId: "{ITEM}", locationId: "{PLACE}", available: {available}'
    return f"mutation {{ {alias}: inventoryActivate({arguments}) {directive} {{ userErrors {{ message }} }} }}"


class Counting:
    """Stands for the real mutation and counts how often it ran."""

    def __init__(self) -> None:
        self.runs = 0
        self.refusal: Exception | None = None
        self.leave = threading.Event()
        self.leave.set()

    def __call__(self, ctx: Any, **args: Any) -> dict[str, Any]:
        self.runs += 1
        self.leave.wait(240)
        if self.refusal:
            raise self.refusal
        return {"inventory_level": None}


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[Counting]:
    ask(world, "{ shop { id } }")
    made = Counting()
    monkeypatch.setitem(RESOLVERS.mutations, NAME, made)
    yield made


def refusal(found: dict[str, Any]) -> str:
    [entry] = found["data"]["done"]["userErrors"]
    return str(entry["message"])


def test_without_a_key_it_does_not_run(world: World, counting: Counting) -> None:
    found = ask(world, text(key=""))
    assert found["data"] == {"done": None}
    [entry] = found["errors"]
    assert entry["message"] == "The @idempotent directive is required for this mutation but was not provided."
    assert entry["extensions"] == {"code": "BAD_REQUEST"}
    assert counting.runs == 0


def test_the_same_key_runs_once(world: World, counting: Counting) -> None:
    first, second = ask(world, text()), ask(world, text())
    assert first["data"] == second["data"] == {"done": {"userErrors": []}}
    assert counting.runs == 1
    ask(world, text(key="k2"))
    assert counting.runs == 2


def test_the_same_key_with_other_arguments(world: World, counting: Counting) -> None:
    ask(world, text())
    told = "The same idempotency key cannot be used with different operation parameters."
    assert refusal(ask(world, text(available=2))) == told
    assert counting.runs == 1


def test_a_key_is_forgotten_after_a_day(world: World, counting: Counting) -> None:
    ask(world, text())
    world.store.clock.advance(24 * 3600 - 1)
    ask(world, text())
    assert counting.runs == 1
    world.store.clock.advance(1)
    ask(world, text(available=2))
    assert counting.runs == 2


def test_a_refused_attempt_spends_the_key(world: World, counting: Counting) -> None:
    counting.refusal = UserErrors([UserError("Too many.", None, None)])
    assert refusal(ask(world, text())) == "Too many."
    counting.refusal = None
    assert refusal(ask(world, text())) == (
        "The previous attempt with this idempotency key failed, please use another key."
    )
    assert counting.runs == 1


def test_an_attempt_that_broke_spends_the_key(world: World, counting: Counting) -> None:
    counting.refusal = KeyError("broken")
    assert ask(world, text())["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    counting.refusal = None
    assert refusal(ask(world, text())).startswith("The previous attempt")


def test_a_call_that_was_no_attempt_does_not_spend_the_key(world: World, counting: Counting) -> None:
    counting.refusal = TopLevel("Must include changeFromQuantity.", "INVALID_FIELD_ARGUMENTS")
    assert ask(world, text())["data"] == {"done": None}
    counting.refusal = None
    assert ask(world, text())["data"] == {"done": {"userErrors": []}}


def test_while_the_first_still_runs(world: World, counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    claimed = threading.Semaphore(0)
    claim = world.idempotency.claim

    def claim_and_tell(*args: Any) -> Any:
        made = claim(*args)
        claimed.release()
        return made

    monkeypatch.setattr(world.idempotency, "claim", claim_and_tell)
    counting.leave.clear()
    found: list[dict[str, Any]] = []
    calls = [threading.Thread(target=lambda: found.append(ask(world, text()))) for _ in range(2)]
    for call in calls:
        call.start()
        assert claimed.acquire(timeout=240)
    counting.leave.set()
    for call in calls:
        call.join(240)
    told = sorted(str(entry["data"]["done"]["userErrors"]) for entry in found)
    assert told == ["[]", "[{'message': 'This request is currently in progress, please try again.'}]"]
    assert counting.runs == 1


def test_another_app_has_keys_of_its_own(world: World, counting: Counting) -> None:
    other = Caller("other", ALL_SCOPES)
    ask(world, text())
    ask(world, text(), caller=other)
    assert counting.runs == 2


def test_a_key_on_a_mutation_that_takes_none_is_refused(world: World) -> None:
    order = next(iter(world.store.orders.values()))
    tags = f'tagsAdd(id: "{order.gid}", tags: ["new"]) @idempotent(key: "k")'
    found = ask(world, f"mutation {{ {tags} {{ userErrors {{ message }} }} }}")
    assert found["errors"][0]["extensions"]["code"] == "EMULATOR_UNSUPPORTED"
    assert order.tags == []


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("inventorySetQuantities", True),
        ("inventoryShipmentReceive", True),
        ("inventoryTransferCreate", True),
        ("refundCreate", True),
        ("locationDeactivate", True),
        ("inventoryItemUpdate", False),
        ("fulfillmentCreate", False),
        ("orderCancel", False),
        ("metafieldsSet", False),
    ],
)
def test_which_mutations_need_one(name: str, needed: bool) -> None:
    assert needs_key(name) is needed
    mutations = admin_schema().mutation_type
    assert mutations is not None
    assert name in mutations.fields


def test_a_mutation_can_not_be_registered_against_the_list() -> None:
    with pytest.raises(ValueError, match="not taken by orderUpdate"):
        Resolvers().mutation("orderUpdate", idempotent=True)
    with pytest.raises(ValueError, match="obligatory for refundCreate"):
        Resolvers().mutation("refundCreate")
