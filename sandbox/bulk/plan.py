"""Describes a compiled bulk query.

It says what is read of every record, and which connections give lines of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLLeafType


@dataclass(frozen=True)
class Field:
    """Describes a field: a `leaf` gives a value, others a selection.

    A `connection` gives lines, and its selection is its nodes'. `args` have snake_case names and the schema's defaults.
    `kind` names the type of the object, or of a connection's nodes; "" where that differs from record to record
    (interfaces, unions).
    """

    key: str
    name: str
    args: Mapping[str, Any]
    kind: str = ""
    leaf: GraphQLLeafType | None = None
    connection: bool = False
    listed: bool = False
    required: bool = False
    selection: "Selection | None" = None


@dataclass(frozen=True)
class Selection:
    """Groups fields with the types that have them; None: every type.

    Else they are the names that a fragment's condition allows.
    """

    fields: tuple[tuple[frozenset[str] | None, Field], ...]
    _known: dict[str, tuple[tuple[Field, ...], tuple[Field, ...]]] = field(default_factory=dict, compare=False)

    def of(self, type_name: str) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
        """Splits the fields into those inline and those with own lines."""
        if type_name not in self._known:
            asked = [part for types, part in self.fields if types is None or type_name in types]
            inline = tuple(part for part in asked if not part.connection)
            self._known[type_name] = inline, tuple(part for part in asked if part.connection)
        return self._known[type_name]


@dataclass(frozen=True)
class Plan:
    """Holds the `root`: the QueryRoot connection whose nodes are the roots."""

    root: Field
    text: str
