"""Renders a record as lines of the result file.

The record has a line of its own, and one for each node of its connections.
"""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from sandbox.bulk.plan import Field, Selection
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import resolve, type_of

# (connections above it, the line without its end)
Line = tuple[int, bytes]
Tree = list[Line]
_fast = msgspec.json.Encoder().encode


class MissingValue(Exception):
    """Reports a promised field that is null: Shopify's INTERNAL_SERVER_ERROR."""


def encode(told: dict[str, Any]) -> bytes:
    """Escapes half a surrogate pair, which a title may have, for UTF-8."""
    try:
        return _fast(told)
    except UnicodeEncodeError:
        return json.dumps(told, separators=(",", ":")).encode()


def tree(ctx: Context, record: Any, connection: Field) -> Tree:
    """Writes the record's line, then each child's with its own children.

    The caller holds store.lock.
    """
    return list(_lines(ctx, record, connection, 0, None))


def _lines(ctx: Context, record: Any, connection: Field, depth: int, parent: str | None) -> Iterator[Line]:
    assert connection.selection is not None  # every connection has one
    type_name = connection.kind or type_of(record)
    inline, connections = connection.selection.of(type_name)
    told = {part.key: _value(ctx, type_name, record, part) for part in inline}
    if parent is not None:
        told["__parentId"] = parent
    yield depth, encode(told)
    for child in connections:
        found = resolve(ctx, type_name, child.name, record, child.args)
        for node in found.records:
            yield from _lines(ctx, node, child, depth + 1, told["id"])


def _value(ctx: Context, type_name: str, record: Any, part: Field) -> Any:
    if part.name == "__typename":
        return type_name
    value = resolve(ctx, type_name, part.name, record, part.args)
    if value is None:
        if part.required:
            raise MissingValue(f"{type_name}.{part.name} is null")
        return None
    if part.leaf is not None:
        serialize = part.leaf.serialize
        return [None if one is None else serialize(one) for one in value] if part.listed else serialize(value)
    if part.listed:
        return [None if one is None else _object(ctx, one, part) for one in value]
    return _object(ctx, value, part)


def _object(ctx: Context, value: Any, part: Field) -> dict[str, Any]:
    type_name = part.kind or type_of(value)
    selection = part.selection or Selection(())
    return {inner.key: _value(ctx, type_name, value, inner) for inner in selection.of(type_name)[0]}
