"""The operator's addresses: JSON in, JSON out, and a sentence for what is wrong."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.faults.kinds import KINDS
from sandbox.files.load import load
from sandbox.generator.generate import generate
from tests.sandbox.bulk.asking import Shop, shop
from tests.sandbox.shops import NOW, empty_store, small_store


@pytest.fixture
def small() -> Iterator[Shop]:
    with shop(small_store()) as made:
        yield made


@pytest.fixture
def generated() -> Iterator[Shop]:
    store = empty_store()
    generate(store, 5, 8, 3, anchor=NOW)
    with shop(store) as made:
        yield made


def test_info_says_what_and_where_the_store_is(small: Shop) -> None:
    told = small.send("/__sandbox/info").json
    assert told["url"] == small.url
    assert told["shop"] == "demo-store.myshopify.com"
    assert told["versions"] == ["2026-10"]
    assert (told["counts"]["Product"], told["counts"]["Order"]) == (3, 1)
    assert told["now"] == "2026-11-20T12:00:00+00:00"


def test_the_state_is_the_whole_store_or_one_table_or_a_digest(small: Shop) -> None:
    whole = small.send("/__sandbox/state").json
    (order,) = small.world.store.orders.values()
    assert whole["orders"][str(order.id)]["name"] == "#1001"
    assert small.send("/__sandbox/state?table=orders").json == {"orders": whole["orders"]}
    before = small.send("/__sandbox/state?digest=1").json
    assert before == small.send("/__sandbox/state?digest=1").json
    order.note = "another"
    assert before != small.send("/__sandbox/state?digest=1").json


def test_the_clock_moves_stops_and_goes_on(small: Shop) -> None:
    assert small.send("/__sandbox/clock").json == {"now": "2026-11-20T12:00:00+00:00", "stopped": True}
    moved = small.send("/__sandbox/clock", {"advance": 3600}).json
    assert moved == {"now": "2026-11-20T13:00:00+00:00", "stopped": True}
    stopped = small.send("/__sandbox/clock", {"stop_at": "2027-01-01T00:00:00Z"}).json
    assert stopped["now"] == "2027-01-01T00:00:00+00:00"
    assert small.send("/__sandbox/clock", {"stop_at": None}).json["stopped"] is False


def test_faults_are_told_with_their_hits_and_all_that_may_be_planted(small: Shop) -> None:
    planted = small.send("/__sandbox/faults", {"kind": "throttled", "times": None, "probability": 0.5}).json
    told = small.send("/__sandbox/faults").json
    assert told["planted"] == [planted]
    assert set(told["kinds"]) == set(KINDS)
    assert small.send("/__sandbox/faults", method="DELETE").json == {"planted": [], "hits": {}}


def test_reset_makes_the_generated_store_anew(generated: Shop) -> None:
    before = generated.send("/__sandbox/state?digest=1").json
    order = next(iter(generated.world.store.orders.values()))
    order.note = "changed"
    generated.fault("bulk_stuck")
    generated.start()
    assert generated.send("/__sandbox/state?digest=1").json != before
    counts = generated.send("/__sandbox/reset", method="POST").json
    assert (counts["products"], counts["orders"]) == (5, 8)
    assert generated.send("/__sandbox/state?digest=1").json == before
    assert generated.send("/__sandbox/faults").json["planted"] == []
    assert generated.send("/__sandbox/bulk").json["operations"] == []


def test_reset_empties_a_store_that_was_empty(small: Shop) -> None:
    assert small.send("/__sandbox/reset", method="POST").json["products"] == 0


def test_seed_puts_other_content_in_place(small: Shop) -> None:
    told = {"products": 4, "orders": 6, "seed": 9, "mischief": ["script_title"]}
    counts = small.send("/__sandbox/seed", told).json
    assert (counts["products"], counts["orders"]) == (4, 6)
    origin = small.send("/__sandbox/info").json["origin"]
    assert (origin["kind"], origin["seed"], origin["mischief"]) == ("generated", 9, ["script_title"])
    assert small.data("{ orders(first: 10) { nodes { id } } }")["orders"]["nodes"]


def test_reset_reads_files_again(tmp_path: Path) -> None:
    exported = tmp_path / "products.csv"
    shutil.copy(Path("tests/sandbox_data/data/products_export.csv"), exported)
    store = empty_store()
    load(store, products=[exported])
    with shop(store) as made:
        before = made.send("/__sandbox/state?digest=1").json
        next(iter(store.products.values())).title = "changed"
        assert made.send("/__sandbox/reset", method="POST").status == 200
        assert made.send("/__sandbox/state?digest=1").json == before
        exported.unlink()
        answer = made.send("/__sandbox/reset", method="POST")
        assert answer.status == 400
        assert answer.json["error"].startswith("The store can't be read again:")
        assert made.send("/__sandbox/state?digest=1").json == before


def test_bulk_settings_hold_for_what_starts_next(small: Shop) -> None:
    small.send("/__sandbox/bulk", {"order": "hostile"})
    small.run()
    told = small.send("/__sandbox/bulk").json
    assert told["settings"]["order"] == "hostile"
    assert [(made["order"], made["status"]) for made in told["operations"]] == [("hostile", "COMPLETED")]


@pytest.mark.parametrize(
    ("path", "told", "sentence"),
    [
        ("clock", {}, 'Say {"advance": seconds} or {"stop_at": instant or null}'),
        ("clock", {"advance": -1}, "advance: -1 is not a number of seconds; the clock does not go back"),
        ("clock", {"stop_at": "noon"}, "stop_at: 'noon' is not an instant like 2026-11-20T12:00:00Z"),
        ("clock", {"stop_at": "2026-11-20T12:00:00"}, "stop_at: '2026-11-20T12:00:00' lacks its zone"),
        ("clock", {"forward": 5}, "forward: unknown; known are advance, stop_at"),
        ("clock", [], "The body has to be a JSON object"),
        ("seed", {"products": -1}, "products: -1 is not a count"),
        ("seed", {"mischief": "all"}, "mischief: 'all' is not a list of names"),
        ("seed", {"mischief": ["fire"]}, "Unknown mischief fire; known are"),
        ("bulk", {"order": "sorted"}, "order: 'sorted' is unknown; orders are grouped, interleaved, hostile"),
        ("faults", {"kind": "fire"}, "kind: 'fire' is unknown; known are"),
    ],
)
def test_bad_requests_are_told_what_is_wrong(small: Shop, path: str, told: object, sentence: str) -> None:
    before = small.send("/__sandbox/state?digest=1").json
    answer = small.send(f"/__sandbox/{path}", told)
    assert answer.status == 400
    assert answer.json["error"].startswith(sentence)
    assert small.send("/__sandbox/state?digest=1").json == before


def test_an_unknown_table_is_named_with_those_there_are(small: Shop) -> None:
    answer = small.send("/__sandbox/state?table=returns")
    assert (answer.status, "tables are shop, origin" in answer.json["error"]) == (400, True)


def test_a_body_that_is_no_json(small: Shop) -> None:
    answer = small.send("/__sandbox/faults", method="POST")
    assert answer.status == 400
