"""Describes the fields that one list can be searched by."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.search.field_kinds import Kind, Reading, Test
from sandbox.search.terms import Term


@dataclass(frozen=True)
class Field:
    """Describes a field; `read` gives a value, or a list: one fits.

    `find` gives by index every record that may hold a value, which saves a look through all; None where it cannot.
    """

    kind: Kind
    read: Callable[[Any], Any]
    find: Callable[[str], Iterable[Any] | None] | None = None
    negated: bool = False

    def test(self, term: Term, reading: Reading) -> Test:
        """Makes the test of a record. Raises Unreadable."""
        fits = _exists if term.prefix == "" else self.kind(term, reading)
        read, wanted = self.read, not self.negated

        def holds(record: Any) -> bool:
            value = read(record)
            if isinstance(value, list):
                return any(fits(one) for one in value) is wanted
            return bool(value is not None and fits(value)) is wanted

        return holds


def _exists(value: Any) -> bool:
    return bool(value != "")


@dataclass(frozen=True)
class Table:
    """Lists the fields of one list; a term without one searches `text`.

    `unmodelled` are names that Shopify knows and this store has nothing for; `metafield` reads
    metafields.<namespace>.<key>.
    """

    fields: Mapping[str, Field]
    text: Field
    unmodelled: frozenset[str] = field(default_factory=frozenset)
    metafield: Callable[[str, str], Field] | None = None

    def named(self, name: str) -> Field | None:
        """Finds the field, None when Shopify knows none. Raises UnmodelledField."""
        if name in self.unmodelled:
            raise UnmodelledField(name)
        if name.startswith("metafields.") and self.metafield is not None and name.count(".") >= 2:
            _, namespace, key = name.split(".", 2)
            return self.metafield(namespace, key)
        return self.fields.get(name)


class UnmodelledField(Exception):
    """Reports a search field of Shopify that this store does not model."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The store does not model the search field {name!r}")
        self.name = name
