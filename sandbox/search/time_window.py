"""Narrows a sorted list to the time that a search names."""

from bisect import bisect_left
from collections.abc import Iterator
from math import floor

from sandbox.search.field_kinds import Reading
from sandbox.search.parser import parse
from sandbox.search.sorted_list import Key
from sandbox.search.terms import And, Term
from sandbox.search.values import Unreadable, span

TIMES = frozenset({"created_at", "updated_at", "processed_at", "published_at"})


def window(keys: list[Key], text: str, sort_key: str, reading: Reading) -> tuple[int, int]:
    """Gives the positions that the sort key's own terms let through.

    What lies there still has to pass the search: a term inside OR or NOT narrows nothing.
    """
    low, high = 0, len(keys)
    name = sort_key.lower()
    if name not in TIMES:
        return low, high
    for term in _terms(text, name):
        try:
            start, end = span(term.value, reading.now, reading.zone)
        except Unreadable:
            continue
        if term.comparison in ("", ">", ">="):
            low = max(low, bisect_left(keys, (True, floor(start.timestamp()), 0)))
        if term.comparison in ("", "<", "<="):
            high = min(high, bisect_left(keys, (True, floor(end.timestamp()) + 1, 0)))
    return low, max(low, high)


def _terms(text: str, name: str) -> Iterator[Term]:
    tree = parse(text)
    for part in tree.parts if isinstance(tree, And) else (tree,):
        if isinstance(part, Term) and part.field == name and part.prefix is None:
            yield part
