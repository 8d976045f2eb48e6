"""Rows of "Needs you", each with the deed that mends it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value
from django.http import HttpRequest

from oms.models import Shop


@dataclass(frozen=True)
class Need:
    """One row of "Needs you".

    `template` draws it with `need` in its context; `grave` ones come first, `quiet` ones are folded away under the
    others.
    """

    template: str
    context: Any
    grave: bool = False
    quiet: bool = False


# Stands on a room's card. Asks a fixed number of queries, and answers with a bound list.
NeedMaker = Callable[[HttpRequest, Shop | None], list[Need]]


def looks_for(*signs: QuerySet[Any]) -> Callable[[NeedMaker], NeedMaker]:
    """Skips the maker while none of these rows is there.

    They stand in an order that an index has, so the first is found without the others, and compare moments with the
    database's `Now()`: they are written down once, and looked for as long as the process lives.
    """

    def decorate(maker: NeedMaker) -> NeedMaker:
        maker.signs = signs  # type: ignore[attr-defined]
        return maker

    return decorate


def needs(makers: Iterable[NeedMaker], request: HttpRequest, shop: Shop | None) -> list[Need]:
    """Collects the rows: grave ones first, otherwise in their makers' order."""
    rows = [row for maker in _with_signs(tuple(makers)) for row in maker(request, shop)]
    return sorted(rows, key=lambda row: not row.grave)


def _with_signs(makers: tuple[NeedMaker, ...]) -> list[NeedMaker]:
    """Drops makers that would find nothing, in one query for all of them.

    Most tables have no trouble most of the time, and asking each took the page longer than all the rest.
    """
    question = _question(makers)
    if question is None:
        return list(makers)
    with connection.cursor() as cursor:
        cursor.execute(*question)
        there = {place for (place,) in cursor.fetchall()}
    return [maker for place, maker in enumerate(makers) if place in there or not _signs(maker)]


@lru_cache(maxsize=8)
def _question(makers: tuple[NeedMaker, ...]) -> tuple[str, tuple[Any, ...]] | None:
    """Puts the signs into one statement, which is the same for each page: making it costs more than its answer."""
    parts = [rows.values_list(Value(place))[:1] for place, maker in enumerate(makers) for rows in _signs(maker)]
    if not parts:
        return None
    return parts[0].union(*parts[1:], all=True).query.sql_with_params()


def _signs(maker: NeedMaker) -> tuple[QuerySet[Any], ...]:
    return getattr(maker, "signs", ())
