"""Builds the schema of the Admin API, once per process."""

from __future__ import annotations

import functools
import gzip
from pathlib import Path

from graphql import (
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
)

from sandbox.graphql import scalars
from sandbox.graphql.snake_case import snake

FILE = Path(__file__).parent.parent / "schema" / "admin-2026-10.graphql.gz"


@functools.lru_cache(maxsize=1)
def admin_schema() -> GraphQLSchema:
    """Takes the schema as valid: graphql-core's checks refuse it.

    Shopify's own has a deprecated Node.id.
    """
    with gzip.open(FILE, "rt", encoding="utf-8") as text:
        schema = build_schema(text.read(), assume_valid=True, no_location=True)
    scalars.attach(schema)
    for kind in schema.type_map.values():
        _name_arguments(kind)
    return schema


def _name_arguments(kind: GraphQLNamedType) -> None:
    """Resolvers get arguments and inputs in snake_case."""
    if isinstance(kind, GraphQLInputObjectType):
        for name, input_field in kind.fields.items():
            input_field.out_name = snake(name)
    elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        for field in kind.fields.values():
            for name, argument in field.args.items():
                argument.out_name = snake(name)
