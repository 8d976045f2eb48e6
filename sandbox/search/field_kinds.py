"""Defines how each kind of search field compares its values.

A kind turns a term into a test of one value. Values that a record lacks are None and never match a comparison.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.search.terms import Term
from sandbox.search.values import Unreadable, compared, number, span

Test = Callable[[Any], bool]
_WORD = re.compile(r"[\w@.+'#-]+")


@dataclass(frozen=True)
class Reading:
    """Holds the store's clock and the shop's zone, for reading values."""

    now: datetime
    zone: str


Kind = Callable[[Term, Reading], Test]


def exact(term: Term, reading: Reading) -> Test:
    """Matches the same text in any case.

    A comma lists several, a star ends a beginning.
    """
    if term.prefix is not None:
        start = term.prefix.casefold()
        return lambda value: value.casefold().startswith(start)
    wanted = {term.value.casefold()}
    if not term.quoted:
        wanted |= {part.strip().casefold() for part in term.value.split(",")}
    return lambda value: value.casefold() in wanted


def words(term: Term, reading: Reading) -> Test:
    """Matches all words of the value, in order when quoted."""
    if term.prefix is not None:
        start = term.prefix.casefold()
        return lambda value: any(word.startswith(start) for word in _words(value))
    wanted = _words(term.value)
    if not wanted:
        return lambda value: False
    if not term.quoted:
        return lambda value: set(wanted) <= set(_words(value))
    phrase = f" {' '.join(wanted)} "
    return lambda value: phrase in f" {' '.join(_words(value))} "


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def identifier(term: Term, reading: Reading) -> Test:
    """Matches a number, or a gid that ends in one."""
    text = term.value.rpartition("/")[2]
    if not text.isascii() or not text.isdigit():
        raise Unreadable(term.value)
    return compared(term.comparison, int(text), int(text) + 1)


def amount(term: Term, reading: Reading) -> Test:
    """Matches a number, or a span with both its ends: 5..20."""
    low, dots, high = term.value.partition("..")
    if dots and not term.comparison:
        first, last = number(low), number(high)
        return lambda value: bool(first <= value <= last)
    wanted = number(term.value)
    if not term.comparison:
        return lambda value: bool(value == wanted)
    return compared(term.comparison, wanted, _just_above(wanted))


class _just_above:
    """Stands just above a number: x < it means x <= it."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __gt__(self, other: Any) -> bool:
        return bool(other <= self.value)

    def __le__(self, other: Any) -> bool:
        return bool(other > self.value)


def moment(term: Term, reading: Reading) -> Test:
    start, end = span(term.value, reading.now, reading.zone)
    return compared(term.comparison, start, end)


def boolean(term: Term, reading: Reading) -> Test:
    if term.value.casefold() not in ("true", "false"):
        raise Unreadable(term.value)
    wanted = term.value.casefold() == "true"
    return lambda value: value is wanted


def choice(accepted: Mapping[str, frozenset[str]]) -> Kind:
    """Matches one of Shopify's accepted words; a comma lists some.

    Each has the record's values that it stands for.
    """

    def kind(term: Term, reading: Reading) -> Test:
        wanted: set[str] = set()
        for word in term.value.split(","):
            if word.strip().casefold() not in accepted:
                raise Unreadable(term.value)
            wanted |= accepted[word.strip().casefold()]
        return lambda value: value in wanted

    return kind


def same_words(*names: str) -> dict[str, frozenset[str]]:
    """Gives choices that stand for themselves, in upper case."""
    return {name: frozenset({name.upper()}) for name in names}
