"""Pages: their size, their cursors, and what they cost."""

from math import log2
from typing import Any

import pytest

from sandbox.graphql.connections import PAGE_MAX, Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.errors import TopLevel
from sandbox.state.records import Location
from tests.sandbox import shops
from tests.sandbox.reads.asking import caller_of, world_of


def context(bulk: bool = False) -> Context:
    world = world_of(shops.empty_store())
    return Context(world, caller_of(world), bulk)


def places(*numbers: int) -> list[Location]:
    """Places by number; the last digit is their name, by which some lists are sorted."""
    return [
        Location(
            id=number,
            created_at=shops.NOW,
            updated_at=shops.NOW,
            name=str(number % 10),
            address=shops.address(),
        )
        for number in numbers
    ]


def by_name(location: Location) -> tuple[Any, int]:
    return location.name, location.id


def numbers(connection: Connection) -> list[int]:
    return [one.id for one in connection.nodes]


SORTED = sorted(places(11, 22, 33, 41, 52, 63, 71), key=by_name)  # 11 41 71 | 22 52 | 33 63
ORDER = [one.id for one in SORTED]


@pytest.mark.parametrize("cursor", [by_name, None])
class TestEitherOrder:
    """Records in sorted order, and records in an order of their own, are paged alike."""

    @pytest.mark.parametrize("reverse", [False, True])
    @pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
    def test_forward_pages_cover_everything_once(self, cursor: Any, size: int, reverse: bool) -> None:
        seen: list[int] = []
        after = None
        while True:
            part = page(context(), SORTED, {"first": size, "after": after, "reverse": reverse}, cursor)
            seen += numbers(part)
            assert part.page_info.has_previous_page is (after is not None)
            if not part.page_info.has_next_page:
                break
            after = part.page_info.end_cursor
        assert seen == (ORDER[::-1] if reverse else ORDER)

    @pytest.mark.parametrize("reverse", [False, True])
    def test_backward_pages_cover_everything_once(self, cursor: Any, reverse: bool) -> None:
        seen: list[int] = []
        before = None
        while True:
            part = page(context(), SORTED, {"last": 3, "before": before, "reverse": reverse}, cursor)
            seen = numbers(part) + seen
            assert part.page_info.has_next_page is (before is not None)
            if not part.page_info.has_previous_page:
                break
            before = part.page_info.start_cursor
        assert seen == (ORDER[::-1] if reverse else ORDER)

    def test_between_two_cursors(self, cursor: Any) -> None:
        whole = page(context(), SORTED, {"first": 7}, cursor)
        after, before = whole.edges[1].cursor, whole.edges[5].cursor
        assert numbers(page(context(), SORTED, {"first": 9, "after": after, "before": before}, cursor)) == ORDER[2:5]

    def test_what_is_added_in_front_does_not_move_the_next_page(self, cursor: Any) -> None:
        first = page(context(), SORTED, {"first": 3}, cursor)
        grown = sorted([*SORTED, *places(1, 81, 99)], key=by_name)
        second = page(context(), grown, {"first": 50, "after": first.page_info.end_cursor}, cursor)
        assert [number for number in numbers(second) if number in ORDER] == ORDER[3:]
        assert not set(numbers(first)) & set(numbers(second))

    def test_the_record_of_a_cursor_may_be_gone(self, cursor: Any) -> None:
        first = page(context(), SORTED, {"first": 3}, cursor)
        left = [one for one in SORTED if one.id != ORDER[2]]
        rest = page(context(), left, {"first": 9, "after": first.page_info.end_cursor}, cursor)
        assert numbers(rest) == ORDER[3:]

    def test_records_left_out_do_not_count(self, cursor: Any) -> None:
        part = page(context(), SORTED, {"first": 2}, cursor, keep=lambda one: one.id > 40)
        assert numbers(part) == [41, 71]
        assert part.page_info.has_next_page
        rest = page(
            context(), SORTED, {"first": 2, "after": part.edges[1].cursor}, cursor, keep=lambda one: one.id > 40
        )
        assert (numbers(rest), rest.page_info.has_next_page) == ([52, 63], False)


def test_a_page_of_nothing() -> None:
    empty = page(context(), [], {"first": 5})
    assert (numbers(empty), empty.page_info.end_cursor, empty.page_info.has_next_page) == ([], None, False)
    none = page(context(), SORTED, {"first": 0}, by_name)
    assert (numbers(none), none.page_info.has_next_page) == ([], True)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({}, "you must provide one of first or last"),
        ({"after": "x"}, "you must provide one of first or last"),
        ({"first": None}, "you must provide one of first or last"),
        ({"first": 1, "last": 1}, "providing both first and last is not supported"),
        ({"first": PAGE_MAX + 1}, "first must be between 0 and 250, not 251"),
        ({"last": -1}, "last must be between 0 and 250, not -1"),
        ({"first": 1, "after": "nonsense"}, "Invalid cursor for current pagination sort."),
        ({"first": 1, "after": "e30="}, "Invalid cursor for current pagination sort."),
    ],
)
def test_pages_that_are_refused(args: dict[str, Any], message: str) -> None:
    with pytest.raises(TopLevel) as refused:
        page(context(), SORTED, args, by_name)
    assert (refused.value.message, refused.value.code) == (message, "BAD_REQUEST")


def test_a_cursor_of_another_sort_key_is_refused() -> None:
    other = page(context(), SORTED, {"first": 1}, lambda one: (one.id, one.id)).page_info.end_cursor
    with pytest.raises(TopLevel, match="Invalid cursor"):
        page(context(), SORTED, {"first": 1, "after": other}, by_name)


def test_a_deep_page_costs_no_more_than_the_first() -> None:
    asked = 0

    def counting(location: Location) -> tuple[Any, int]:
        nonlocal asked
        asked += 1
        return location.id, location.id

    many = places(*range(1, 20_001))
    after = page(context(), many, {"first": 1, "reverse": True}, counting).page_info.end_cursor
    asked = 0
    page(context(), many, {"first": 10, "after": after, "reverse": True}, counting)
    assert asked <= log2(len(many)) + 1 + 10


def test_a_bulk_operation_gets_everything_unpaged() -> None:
    assert numbers(page(context(bulk=True), SORTED, {}, by_name)) == ORDER
    assert numbers(page(context(bulk=True), SORTED, {"reverse": True}, by_name)) == ORDER[::-1]
    assert numbers(page(context(bulk=True), SORTED, {}, keep=lambda one: one.id < 30)) == [11, 22]
