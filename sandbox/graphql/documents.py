"""Parses and checks documents, and keeps the last ones.

Clients send the same few ones over and over.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
)

from sandbox.graphql.schema import admin_schema
from sandbox.graphql.validation.rules import faults_of

KEPT = 500
MAX_TOKENS = 60_000


@dataclass(frozen=True)
class Checked:
    """Holds a checked document; `errors` are those of the whole."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()

    @property
    def operations(self) -> list[OperationDefinitionNode]:
        nodes = self.document.definitions if self.document else ()
        return [node for node in nodes if isinstance(node, OperationDefinitionNode)]

    @property
    def fragments(self) -> dict[str, FragmentDefinitionNode]:
        nodes = self.document.definitions if self.document else ()
        return {node.name.value: node for node in nodes if isinstance(node, FragmentDefinitionNode)}

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Finds the operation to run. Raises GraphQLError."""
        if name:
            for node in self.operations:
                if node.name and node.name.value == name:
                    return node
            raise GraphQLError(f'No operation named "{name}"')
        if len(self.operations) != 1:
            raise GraphQLError("An operation name is required")
        return self.operations[0]


@functools.lru_cache(maxsize=KEPT)
def checked(text: str) -> Checked:
    try:
        document = parse(text, max_tokens=MAX_TOKENS)
    except GraphQLSyntaxError as error:
        where = error.locations[0] if error.locations else None
        place = f" at [{where.line}, {where.column}]" if where else ""
        message = f"syntax error, {error.description[:1].lower()}{error.description[1:]}{place}"
        return Checked(None, (GraphQLError(message, source=error.source, positions=error.positions),))
    except RecursionError:
        return Checked(None, (GraphQLError("The query is nested too deeply"),))
    return Checked(document, tuple(faults_of(admin_schema(), document)))


def root_names(operation: OperationDefinitionNode) -> list[str]:
    """Names the fields right below the operation, fragments left aside."""
    return [node.name.value for node in operation.selection_set.selections if isinstance(node, FieldNode)]


def is_mutation(operation: OperationDefinitionNode) -> bool:
    return operation.operation is OperationType.MUTATION
