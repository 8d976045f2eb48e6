"""Lists all rules that a document must pass."""

from __future__ import annotations

from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    LoneAnonymousOperationRule,
    NoFragmentCyclesRule,
    OverlappingFieldsCanBeMergedRule,
    UniqueArgumentNamesRule,
    UniqueDirectivesPerLocationRule,
    UniqueFragmentNamesRule,
    UniqueInputFieldNamesRule,
    UniqueOperationNamesRule,
    UniqueVariableNamesRule,
    validate,
)

from sandbox.graphql.validation.arguments import ArgumentsGiven
from sandbox.graphql.validation.fields import Fields
from sandbox.graphql.validation.fragments import Fragments
from sandbox.graphql.validation.variables import Variables

# Rules whose words at Shopify nobody recorded keep graphql-core's.
_CODES: dict[type[Any], str] = {
    LoneAnonymousOperationRule: "anonymousOperationNotAlone",
    NoFragmentCyclesRule: "infiniteLoop",
    OverlappingFieldsCanBeMergedRule: "fieldConflict",
    UniqueArgumentNamesRule: "argumentNotUnique",
    UniqueDirectivesPerLocationRule: "directiveNotUniqueForLocation",
    UniqueFragmentNamesRule: "fragmentNotUnique",
    UniqueInputFieldNamesRule: "inputFieldNotUnique",
    UniqueOperationNamesRule: "operationNameNotUnique",
    UniqueVariableNamesRule: "variableNotUnique",
}


def faults_of(schema: GraphQLSchema, document: DocumentNode) -> list[GraphQLError]:
    """Lists everything wrong with the document; nothing of it runs then."""
    basic: list[GraphQLError] = []
    for rule, code in _CODES.items():
        for error in validate(schema, document, [rule]):
            basic.append(GraphQLError(error.message, error.nodes, extensions={"code": code}))
    if basic:
        return basic
    return validate(schema, document, [Fields, ArgumentsGiven, Fragments, Variables], max_errors=1000)
