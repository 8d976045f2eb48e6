"""Defines search fields and sort keys that many lists share."""

from collections.abc import Callable, Iterable
from typing import Any

from sandbox.search.field_kinds import exact, identifier, moment, words
from sandbox.search.fields import Field
from sandbox.state.base import Node
from sandbox.state.store import Store

SortKeys = dict[str, Callable[[Any], Any]]


def by_id(table: dict[int, Any]) -> Field:
    """Searches `id`, which is found in its table."""

    def find(text: str) -> Iterable[Any] | None:
        number = text.rpartition("/")[2]
        record = table.get(int(number)) if number.isascii() and number.isdigit() else None
        return [record] if record is not None else []

    return Field(identifier, lambda record: record.id, find)


def at(name: str) -> Field:
    """Searches an instant of the record: created_at, updated_at..."""
    return Field(moment, lambda record: getattr(record, name))


def attribute(name: str) -> Field:
    return Field(exact, lambda record: getattr(record, name))


def tags() -> dict[str, Field]:
    """Searches `tag`, and `tag_not` for records that do not have it."""
    return {
        "tag": Field(exact, lambda record: record.tags),
        "tag_not": Field(exact, lambda record: record.tags, negated=True),
    }


def text_of(read: Callable[[Any], Iterable[str | None]]) -> Field:
    """Joins the words that a term without a field searches."""
    return Field(words, lambda record: " ".join(part for part in read(record) if part))


def metafields(store: Store) -> Callable[[str, str], Field]:
    def named(namespace: str, key: str) -> Field:
        def values(record: Node) -> list[str]:
            held = store.metafields(record.gid)
            return [part.value for part in held if part.namespace == namespace and part.key == key]

        return Field(exact, values)

    return named


def sorts(*names: str, **others: Callable[[Any], Any]) -> SortKeys:
    """Makes sort keys of attributes; ID and RELEVANCE are the number.

    Relevance is not modelled.
    """
    keys: SortKeys = {name.upper(): _reader(name) for name in names}
    return {"ID": _nothing, "RELEVANCE": _nothing, **keys, **others}


def _reader(name: str) -> Callable[[Any], Any]:
    return lambda record: getattr(record, name)


def _nothing(record: Any) -> None:
    return None
