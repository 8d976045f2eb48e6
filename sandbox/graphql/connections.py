"""Cuts pages out of a list: first or last, after or before."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from sandbox.graphql import cursors
from sandbox.graphql.errors import TopLevel
from sandbox.search.sort_position import Place, PlaceOf, ordering

if TYPE_CHECKING:
    from sandbox.graphql.context import Context

__all__ = ["PAGE_MAX", "Connection", "Edge", "Kept", "PageInfo", "ordering", "page"]
PAGE_MAX = 250
Kept = Callable[[Any], bool]


@dataclass
class Edge:
    node: Any
    place: Place

    @property
    def cursor(self) -> str:
        return cursors.encode(self.place)


@dataclass
class PageInfo:
    has_next_page: bool = False
    has_previous_page: bool = False
    start_cursor: str | None = None
    end_cursor: str | None = None


@dataclass
class Connection:
    """Holds a page's nodes, `records`; in a bulk operation all."""

    records: Iterable[Any]
    edges: list[Edge] = field(default_factory=list)
    page_info: PageInfo = field(default_factory=PageInfo)

    @property
    def nodes(self) -> Iterable[Any]:
        return self.records


def page(
    ctx: "Context",
    records: Sequence[Any],
    args: Mapping[str, Any],
    cursor: PlaceOf | None = None,
    keep: Kept | None = None,
) -> Connection:
    """Cuts a page by first or last, after or before, and reverse.

    With `cursor` the records lie in ascending order of it, and a page is found by halving; without it their own order
    holds and a record is known by its number. `keep` leaves records out without a copy of the list.
    Raises TopLevel: a page size is missing, doubled or out of range; a cursor that isn't one.
    """
    if ctx.bulk:
        ordered: Iterable[Any] = reversed(records) if args.get("reverse") else records
        return Connection(filter(keep, ordered) if keep is not None else ordered)
    size, from_end = _size(args)
    places = _Sorted(records, cursor) if cursor is not None else _Listed(records)
    low, high, reverse = _window(places, args)
    backwards = reverse is not from_end
    found = _walk(records, range(low, high), backwards, keep)
    edges = [Edge(records[at], places.place(at)) for at in islice(found, size)]
    more = next(found, None) is not None
    if from_end:
        edges.reverse()
    return _connection(edges, more, from_end, args)


def _connection(edges: list[Edge], more: bool, from_end: bool, args: Mapping[str, Any]) -> Connection:
    info = PageInfo(
        has_next_page=args.get("before") is not None if from_end else more,
        has_previous_page=more if from_end else args.get("after") is not None,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return Connection([edge.node for edge in edges], edges, info)


def _size(args: Mapping[str, Any]) -> tuple[int, bool]:
    """Reads the page size, and whether it counts from the end."""
    first, last = args.get("first"), args.get("last")
    if first is not None and last is not None:
        raise TopLevel("providing both first and last is not supported", "BAD_REQUEST")
    name, size = ("first", first) if first is not None else ("last", last)
    if size is None:
        raise TopLevel("you must provide one of first or last", "BAD_REQUEST")
    if not 0 <= size <= PAGE_MAX:
        raise TopLevel(f"{name} must be between 0 and {PAGE_MAX}, not {size}", "BAD_REQUEST")
    return size, first is None


def _window(places: "_Sorted | _Listed", args: Mapping[str, Any]) -> tuple[int, int, bool]:
    """Finds the positions between the cursors; whether it runs backwards.

    They count in the records' own order.
    """
    low, high, reverse = 0, len(places.records), bool(args.get("reverse"))
    after, before = args.get("after"), args.get("before")
    if reverse:
        after, before = before, after
    if after is not None:
        low = places.after(cursors.decode(after))
    if before is not None:
        high = places.before(cursors.decode(before))
    return low, high, reverse


def _walk(records: Sequence[Any], window: range, backwards: bool, keep: Kept | None) -> Iterator[int]:
    positions = reversed(window) if backwards else iter(window)
    return positions if keep is None else (at for at in positions if keep(records[at]))


class _Sorted:
    """Finds records that lie in ascending order of their place."""

    def __init__(self, records: Sequence[Any], place_of: PlaceOf) -> None:
        self.records = records
        self.place_of = place_of

    def place(self, at: int) -> Place:
        return self.place_of(self.records[at])

    def after(self, place: Place) -> int:
        return self._found(bisect_right, place)

    def before(self, place: Place) -> int:
        return self._found(bisect_left, place)

    def _found(self, bisect: Callable[..., int], place: Place) -> int:
        try:
            return bisect(self.records, ordering(place), key=lambda record: ordering(self.place_of(record)))
        except TypeError:  # the cursor of another sort key
            raise cursors.invalid() from None


class _Listed:
    """Finds records in their own order: a place is number and position."""

    def __init__(self, records: Sequence[Any]) -> None:
        self.records = records

    def place(self, at: int) -> Place:
        return at, getattr(self.records[at], "id", 0)

    def after(self, place: Place) -> int:
        at = self._position(place)
        return at + 1 if self._is(at, place) else at

    def before(self, place: Place) -> int:
        return self._position(place)

    def _is(self, at: int, place: Place) -> bool:
        return 0 <= at < len(self.records) and getattr(self.records[at], "id", 0) == place[1]

    def _position(self, place: Place) -> int:
        """Finds where the record stands, or stood if it is gone."""
        stood = place[0]
        if not isinstance(stood, int):
            raise cursors.invalid()
        if self._is(stood, place):
            return stood
        moved = (at for at, record in enumerate(self.records) if getattr(record, "id", 0) == place[1])
        return next(moved, min(stood, len(self.records)))
