"""Checks variables: declared once, of input types, used, and fitting."""

from __future__ import annotations

from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    ObjectFieldNode,
    OperationDefinitionNode,
    Undefined,
    ValidationContext,
    ValidationRule,
    VariableDefinitionNode,
    is_input_type,
    print_ast,
    type_from_ast,
)
from graphql.utilities import is_type_sub_type_of
from graphql.validation.validation_context import VariableUsage

from sandbox.graphql.validation.error_paths import refusal


class Variables(ValidationRule):
    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._places: dict[int, str] = {}  # variable node -> the argument it is given to

    def enter_argument(self, node: ArgumentNode, *_rest: Any) -> None:
        self._places[id(node.value)] = node.name.value

    def enter_object_field(self, node: ObjectFieldNode, *_rest: Any) -> None:
        self._places[id(node.value)] = node.name.value

    def leave_document(self, node: DocumentNode, *_rest: Any) -> None:
        for definition in node.definitions:
            if isinstance(definition, OperationDefinitionNode):
                self._operation(definition)

    def _operation(self, node: OperationDefinitionNode) -> None:
        who = node.name.value if node.name else f"anonymous {node.operation.value}"
        declared = {definition.variable.name.value: definition for definition in node.variable_definitions}
        used = set()
        for usage in self.context.get_recursive_variable_usages(node):
            variable = usage.node.name.value
            used.add(variable)
            if variable in declared:
                self._fits(declared[variable], usage, node)
            else:
                message = f"Variable ${variable} is used by {who} but not declared"
                self.report_error(refusal(message, usage.node, [node], "variableNotDefined", variableName=variable))
        for variable, definition in declared.items():
            if self._valid(definition, node) and variable not in used:
                message = f"Variable ${variable} is declared by {who} but not used"
                self.report_error(_at(message, node, "variableNotUsed", variableName=variable))

    def _valid(self, definition: VariableDefinitionNode, operation: OperationDefinitionNode) -> bool:
        kind = type_from_ast(self.context.schema, definition.type)
        if is_input_type(kind):
            return True
        name, variable = print_ast(definition.type), definition.variable.name.value
        what = "isn't a defined input type" if kind is None else "isn't a valid input type"
        told = {"typeName": name.strip("[]!"), "variableName": variable}
        message = f"{name.strip('[]!')} {what} (on ${variable})"
        self.report_error(_at(message, definition, "variableRequiresValidType", operation, **told))
        return False

    def _fits(
        self, definition: VariableDefinitionNode, usage: VariableUsage, operation: OperationDefinitionNode
    ) -> None:
        variable, expected = definition.variable.name.value, usage.type
        kind = type_from_ast(self.context.schema, definition.type)
        if kind is None or expected is None or _allowed(self.context.schema, definition, kind, usage):
            return
        place = self._places.get(id(usage.node), "")
        told = {"variableName": variable, "typeName": str(kind), "argumentName": place}
        message = f"Type mismatch on variable ${variable} and argument {place} ({kind} / {expected})"
        self.report_error(_at(message, usage.node, "variableMismatch", operation, **told, errorMessage="Type mismatch"))


def _at(message: str, node: Any, code: str, *above: Any, **told: Any) -> GraphQLError:
    return refusal(message, node, above, code, **told)


def _allowed(schema: GraphQLSchema, definition: VariableDefinitionNode, kind: Any, usage: VariableUsage) -> bool:
    """Lets a nullable variable stand non-null when either has a default."""
    expected: Any = usage.type
    if str(expected).endswith("!") and not str(kind).endswith("!"):
        if definition.default_value is None and usage.default_value is Undefined:
            return False
        expected = expected.of_type
    return is_type_sub_type_of(schema, kind, expected)
