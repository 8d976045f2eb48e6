"""A list that is kept in order, and the part of it that a search has to look at."""

import random
from datetime import timedelta
from typing import Any

import pytest

from sandbox.search.field_kinds import Reading
from sandbox.search.lists import LISTS
from sandbox.search.sort_position import ordering, place_by
from sandbox.search.sorted_list import Ordered
from sandbox.search.sorted_records import in_order
from sandbox.state.changes import REMEMBERED, Changes
from sandbox.state.store import Store
from tests.sandbox import shops

READING = Reading(shops.NOW, "UTC")


def sorted_now(store: Store, name: str, sort_key: str) -> list[Any]:
    place_of = place_by(LISTS[name].sort_keys(store)[sort_key])
    return sorted(LISTS[name].all(store), key=lambda record: ordering(place_of(record)))


@pytest.mark.parametrize("sort_key", ["UPDATED_AT", "TITLE", "INVENTORY_TOTAL", "ID"])
@pytest.mark.parametrize("seed", range(5))
def test_whatever_happens_the_order_is_that_of_sorting_anew(sort_key: str, seed: int) -> None:
    chance = random.Random(seed)
    store = shops.small_store()
    for step in range(60):
        store.clock.advance(chance.randint(0, 3))
        products = list(store.products.values())
        what = chance.choice(["add", "change", "change", "sell", "delete", "other"])
        if what == "add" or not products:
            place = next(iter(store.locations))
            shops.product(store, f"Hat {chance.randint(0, 9)}", stock={place: step}, handle=f"hat-{step}")
        elif what == "change":
            product = chance.choice(products)
            product.title = f"Coat {chance.randint(0, 9)}"
            store.touch(product)
        elif what == "sell" and store.levels:
            level = chance.choice(list(store.levels.values()))
            level.available -= 1
            store.touch(level)
        elif what == "delete":
            store.discard(chance.choice(products))
        else:
            shops.customer(store)
        if chance.random() < 0.5:
            assert in_order(store, "products", sort_key, "", READING) == sorted_now(store, "products", sort_key)
    assert in_order(store, "products", sort_key, "", READING) == sorted_now(store, "products", sort_key)


def test_another_content_is_read_anew() -> None:
    store = shops.small_store()
    assert len(in_order(store, "products", "ID", "", READING)) == 3
    store.reset()
    assert in_order(store, "products", "ID", "", READING) == []


def test_a_change_costs_one_place_not_a_sort() -> None:
    store = shops.empty_store()
    for number in range(300):
        shops.location(store, f"Place {number}")
    asked = 0

    def counting(record: Any) -> tuple[Any, int]:
        nonlocal asked
        asked += 1
        return record.name, record.id

    kept = Ordered(store.changes, lambda: store.locations, counting)
    kept.refresh()
    asked = 0
    one = next(iter(store.locations.values()))
    one.name = "A place in front"
    store.touch(one)
    kept.refresh()
    assert (kept.records[0], asked) == (one, 1)


def test_what_a_reader_has_in_hand_stays_as_it_was() -> None:
    store = shops.small_store()
    read = in_order(store, "products", "ID", "", READING)
    store.discard(read[0])
    assert len(read) == 3
    assert len(in_order(store, "products", "ID", "", READING)) == 2


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", "0 1 2 3 4"),
        ("created_at:>='2026-11-22T12:00:00Z'", "2 3 4"),
        ("created_at:>'2026-11-22T12:00:00Z'", "2 3 4"),  # looked at, and then left out by the search itself
        ("created_at:<'2026-11-22T12:00:00Z'", "0 1 2"),
        ("created_at:2026-11-22", "2"),
        ("created_at:>=2026-11-21 AND created_at:<=2026-11-23", "1 2 3"),
        ("created_at:>2030", ""),
        ("created_at:>'2026-11-22T00:00:00Z' OR status:open", "0 1 2 3 4"),
        ("-created_at:>'2026-11-22T00:00:00Z'", "0 1 2 3 4"),
        ("updated_at:>2030", "0 1 2 3 4"),
        ("created_at:sometime", "0 1 2 3 4"),
        ("created_at:*", "0 1 2 3 4"),
    ],
)
def test_a_span_of_time_leaves_less_to_look_at(text: str, days: str) -> None:
    store = shops.small_store()
    shirt = next(iter(store.variants.values()))
    store.discard(next(iter(store.orders.values())))
    for day in range(5):
        shops.order(store, [(shirt, 1)], at=shops.NOW + timedelta(days=day))
    found = in_order(store, "orders", "CREATED_AT", text, READING)
    assert [(order.created_at - shops.NOW).days for order in found] == [int(day) for day in days.split()]


def test_changes_remember_only_the_latest() -> None:
    changes, store = Changes(), shops.small_store()
    first, second = list(store.products.values())[:2]
    changes.note(first)
    known = changes.count
    changes.note(second)
    assert changes.since(known) == [second]
    assert changes.since(0) == [second, first]
    changes.note(*([first] * REMEMBERED))
    assert changes.since(known) is None
    known = changes.count
    changes.forget()
    assert changes.since(known) is None
