"""returns/*: each topic alone, sent over HTTP by a store in which a return goes one step further."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from oms.models import InventoryLevel, ReturnHeader, ReturnItem
from sandbox.rules.returns import approve_return, cancel_return, close_return, decline_return, reopen_return
from sandbox.state.records import Order, Return
from tests.orders.market import Market
from tests.returns.goods import arrived, paid_back, requested, shipped
from webhooks.models import WebhookEvent
from webhooks.processing.handle import drain
from webhooks.topics import BY_NAME

pytestmark = pytest.mark.django_db(transaction=True)
Deed = Callable[[Market, Order, Return], object]
WAITING, BACK = [(2, "", "")], [(2, "RETURN", "RESTOCKED")]


def accept(market: Market, order: Order, given: Return) -> None:
    approve_return(market.store, order, given)


def close(market: Market, order: Order, given: Return) -> None:
    close_return(market.store, order, given)


@dataclass(frozen=True)
class Step:
    """`before` is known by the job already, `deed` only by the topic; None: the request itself."""

    before: tuple[Deed, ...]
    deed: Deed | None
    was: str
    then: str
    items: list[tuple[int, str, str]]
    stock: int = 0


STEPS = {
    "returns/request": Step((), None, "", "REQUESTED", WAITING),
    "returns/approve": Step((), accept, "REQUESTED", "ACCEPTED", WAITING),
    "returns/decline": Step(
        (), lambda m, o, r: decline_return(m.store, o, r, reason="OTHER"), "REQUESTED", "CANCELLED", WAITING
    ),
    "returns/cancel": Step((accept,), lambda m, o, r: cancel_return(m.store, o, r), "ACCEPTED", "CANCELLED", WAITING),
    "returns/process": Step((accept,), arrived, "ACCEPTED", "RECEIVED", WAITING),
    "returns/update": Step((accept, arrived), paid_back, "RECEIVED", "RECEIVED", BACK, 2),
    "returns/close": Step((accept, arrived, paid_back), close, "RECEIVED", "COMPLETED", BACK, 2),
    "returns/reopen": Step(
        (accept, close), lambda m, o, r: reopen_return(m.store, o, r), "COMPLETED", "ACCEPTED", WAITING
    ),
}
BARE = {"admin_graphql_api_id", "return_line_items"}


@pytest.fixture(params=sorted(STEPS))
def topic(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def topics(topic: str) -> list[str]:
    return [topic]


def status() -> str:
    header = ReturnHeader.objects.first()
    return header.status.removeprefix("RETURN_") if header else ""


def heard_of(market: Market) -> WebhookEvent:
    """The one event that the shop sent, carried out."""
    market.told()
    drain()
    return WebhookEvent.objects.get()


def test_every_topic_about_returns_has_its_step() -> None:
    assert STEPS.keys() == {name for name in BY_NAME if name.startswith("returns/")}


def test_the_topic_alone_brings_the_return_one_step_further(heard: Market, topic: str) -> None:
    step, order = STEPS[topic], shipped(heard)
    given = None
    if step.deed:
        given = requested(heard, order)
        for deed in step.before:
            deed(heard, order, given)
    heard.run("orders.returns", frequency=120)
    assert (status(), WebhookEvent.objects.count()) == (step.was, 0)
    heard.pass_by()
    if step.deed and given:
        step.deed(heard, order, given)
    else:
        given = requested(heard, order)
    event = heard_of(heard)
    assert (event.topic, event.state, event.error) == (topic, "done", "")
    assert event.lane == f"order:{order.id}", "also of a body that names no order"
    assert [one["action"] for one in event.effects if one["kind"] == "return"] == [
        "updated" if step.deed else "created"
    ]
    body = json.loads(bytes(event.body))
    assert body["admin_graphql_api_id"] == given.gid
    assert (body.keys() == BARE) == (topic == "returns/update")
    assert status() == step.then
    assert (
        list(ReturnItem.objects.order_by("id").values_list("quantity", "restock_type", "restock_status")) == step.items
    )
    assert sum(InventoryLevel.objects.values_list("qoh", flat=True)) == step.stock
    assert heard.unequal() == []
