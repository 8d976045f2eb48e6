"""A day of the shop obeys the shop's rules, and the same dice make the same day."""

import json
import urllib.request
from collections import Counter
from typing import Any

import pytest

from sandbox.day.play import WORDS, play
from sandbox.generator import generate
from sandbox.local_server import running
from sandbox.state.store import Store
from sandbox.world import World
from tests.sandbox.shops import NOW, empty_store


@pytest.fixture
def store() -> Store:
    made = empty_store()
    generate(made, 30, 60, 1, anchor=NOW)
    return made


def test_everything_happens_and_is_told(store: Store) -> None:
    told: Counter[str] = Counter()
    store.listeners.append(lambda topic, record, extra: told.update([topic]))
    before = len(store.orders)
    done = play(store, 200, 1)
    kinds = Counter(one.deed for one in done)
    assert kinds.keys() == WORDS.keys()
    assert len(store.orders) - before == kinds["placed"] == told["orders/create"]
    assert told["orders/cancelled"] == kinds["cancelled"]
    assert told["orders/edited"] == kinds["edited"]
    assert told["fulfillments/create"] == kinds["shipped"]


def test_the_same_dice_make_the_same_day() -> None:
    days = []
    for _ in range(2):
        store = empty_store()
        generate(store, 10, 20, 1, anchor=NOW)
        days.append([(one.deed, one.order.name) for one in play(store, 50, 7)])
    assert days[0] == days[1] != []


def test_an_empty_shop_has_a_quiet_day() -> None:
    assert play(empty_store(), 20, 1) == []


def ask(url: str, body: dict[str, Any]) -> tuple[int, Any]:
    request = urllib.request.Request(f"{url}/__sandbox/day", json.dumps(body).encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=240) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_over_http(store: Store) -> None:
    with running(World(store)) as url:
        status, done = ask(url, {"deeds": 5, "seed": 2})
        assert status == 200
        assert 0 < len(done) <= 5
        assert {"deed", "order", "name", "updated_at"} == done[0].keys()
        status, sentence = ask(url, {"deeds": 1001})
        assert status == 400
        assert "1001 is more than 1000" in sentence
