"""Loads the GraphQL documents that we send.

One .graphql file each, the shared field lists in fragments/.

A document names only the fragments it uses; `load` adds their text. Valid from Admin API 2026-04 on.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, OperationDefinitionNode, parse, print_ast
from graphql.language import DocumentNode, Node, Visitor, visit

FOLDER = Path(__file__).parent

# Mutations that have the same effect when Shopify receives them twice, beside those that carry @idempotent.
REPEATABLE = frozenset(
    {
        "tagsAdd",
        "tagsRemove",
        "metafieldsSet",
        "metafieldsDelete",
        "bulkOperationCancel",
        "fulfillmentTrackingInfoUpdate",
        "webhookSubscriptionUpdate",
        "webhookSubscriptionDelete",
    }
)


@dataclass(frozen=True)
class Document:
    """A document ready to send. `idempotent`: may be sent again after an answer was lost (every query may)."""

    name: str
    text: str
    kind: Literal["query", "mutation"]
    operation: str
    roots: tuple[str, ...]
    idempotent: bool


class _Spreads(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
        self.names.add(node.name.value)


def spread_names(node: Node) -> set[str]:
    """The names of the fragments that are spread anywhere below the node."""
    found = _Spreads()
    visit(node, found)
    return found.names


@functools.cache
def fragments() -> Mapping[str, FragmentDefinitionNode]:
    """Every shared fragment by name."""
    found = {}
    for path in sorted((FOLDER / "fragments").glob("*.graphql")):
        for node in parse(path.read_text(encoding="utf-8"), no_location=True).definitions:
            if isinstance(node, FragmentDefinitionNode):
                found[node.name.value] = node
    return found


def _closure(wanted: Iterable[str]) -> list[FragmentDefinitionNode]:
    """The named fragments and those that they use in turn, by name."""
    chosen: dict[str, FragmentDefinitionNode] = {}
    left = set(wanted)
    while left:
        name = left.pop()
        chosen[name] = fragments()[name]
        left |= spread_names(chosen[name]) - chosen.keys()
    return [chosen[name] for name in sorted(chosen)]


def names() -> list[str]:
    """Every document that can be loaded."""
    return sorted(path.stem for path in FOLDER.glob("*.graphql"))


@functools.cache
def load(name: str) -> Document:
    """The document of that file name (without .graphql), with its fragments. Raises KeyError when there is none."""
    path = FOLDER / f"{name}.graphql"
    if name not in names():
        raise KeyError(name)
    return from_text(name, path.read_text(encoding="utf-8"))


def from_text(name: str, text: str) -> Document:
    """A document from its text: exactly one operation; shared fragments are added where it spreads them."""
    parsed = parse(text, no_location=True)
    own = {node.name.value for node in parsed.definitions if isinstance(node, FragmentDefinitionNode)}
    whole = DocumentNode(definitions=(*parsed.definitions, *_closure(spread_names(parsed) - own)))
    (operation,) = (node for node in parsed.definitions if isinstance(node, OperationDefinitionNode))
    roots = [node for node in operation.selection_set.selections if isinstance(node, FieldNode)]
    query = operation.operation.value == "query"
    return Document(
        name=name,
        text=print_ast(whole),
        kind="query" if query else "mutation",
        operation=operation.name.value if operation.name else "",
        roots=tuple(node.name.value for node in roots),
        idempotent=query or all(_repeatable(node) for node in roots),
    )


def _repeatable(root: FieldNode) -> bool:
    return root.name.value in REPEATABLE or any(node.name.value == "idempotent" for node in root.directives)
