"""Working one item ahead."""

import threading
from collections.abc import Generator

import pytest

from integrations.shopify.bulk_load.read_ahead import ahead


def numbers(until: int, made: list[int] | None = None) -> Generator[int, None, None]:
    for number in range(until):
        if made is not None:
            made.append(number)
        yield number


def test_the_same_items_in_the_same_order() -> None:
    assert list(ahead(numbers(1000))) == list(range(1000))
    assert list(ahead(numbers(0))) == []


def test_the_next_item_is_made_while_the_caller_works() -> None:
    second = threading.Event()

    def items() -> Generator[int, None, None]:
        yield 1
        second.set()
        yield 2

    found = ahead(items())
    assert next(found) == 1
    assert second.wait(240), "the second item waits for the caller to ask"
    assert list(found) == [2]


def test_no_more_than_one_ahead() -> None:
    made: list[int] = []
    found = ahead(numbers(10, made))
    assert next(found) == 0
    found.close()
    assert made in ([0], [0, 1])


def test_an_error_comes_after_the_items_before_it() -> None:
    def broken() -> Generator[int, None, None]:
        yield 1
        raise OSError("cut")

    found = ahead(broken())
    assert next(found) == 1
    with pytest.raises(OSError, match="cut"):
        next(found)


def test_closing_closes_what_it_reads() -> None:
    closed = []

    def items() -> Generator[int, None, None]:
        try:
            yield from range(10)
        finally:
            closed.append(True)

    found = ahead(items())
    next(found)
    found.close()
    assert closed == [True]
