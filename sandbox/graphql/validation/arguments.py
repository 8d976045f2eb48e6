"""Checks arguments: known, given when required, of their types.

Directives have to be known too.
"""

from __future__ import annotations

from typing import Any

from graphql import (
    ArgumentNode,
    DirectiveNode,
    FieldNode,
    GraphQLArgument,
    GraphQLError,
    ValidationRule,
    is_required_argument,
)

from sandbox.graphql.validation.error_paths import refusal
from sandbox.graphql.validation.literals import check

Arguments = dict[str, GraphQLArgument]


class ArgumentsGiven(ValidationRule):
    def enter_field(self, node: FieldNode, _key: Any, _parent: Any, _path: Any, ancestors: list[Any]) -> None:
        field = self.context.get_field_def()
        if field is not None:
            self._missing("Field", node, node.arguments, field.args, ancestors)

    def enter_directive(self, node: DirectiveNode, _key: Any, _parent: Any, _path: Any, ancestors: list[Any]) -> None:
        name = node.name.value
        directive = self.context.schema.get_directive(name)
        if directive is None:
            told = {"directiveName": name}
            message = f"Directive @{name} is not defined"
            self.report_error(refusal(message, node, ancestors, "undefinedDirective", **told))
        else:
            self._missing("Directive", node, node.arguments, directive.args, ancestors)

    def enter_argument(self, node: ArgumentNode, _key: Any, _parent: Any, _path: Any, ancestors: list[Any]) -> None:
        owner = next(above for above in reversed(ancestors) if isinstance(above, FieldNode | DirectiveNode))
        known = self._known(owner)
        if known is None:
            return
        kind = "Directive" if isinstance(owner, DirectiveNode) else "Field"
        name, owner_name = node.name.value, owner.name.value
        if name not in known:
            told = {"name": owner_name, "typeName": kind, "argumentName": name}
            message = f"{kind} '{owner_name}' doesn't accept argument '{name}'"
            self.report_error(refusal(message, node, ancestors, "argumentNotAccepted", **told))
            return
        for error in check(node, known[name].type, (kind, owner_name), ancestors):
            self.report_error(error)

    def _known(self, owner: FieldNode | DirectiveNode) -> Arguments | None:
        if isinstance(owner, DirectiveNode):
            directive = self.context.schema.get_directive(owner.name.value)
            return None if directive is None else directive.args
        field = self.context.get_field_def()
        return None if field is None else field.args

    def _missing(self, kind: str, node: Any, given: Any, known: Arguments, ancestors: list[Any]) -> None:
        present = {argument.name.value for argument in given or ()}
        missing = [name for name, arg in known.items() if is_required_argument(arg) and name not in present]
        if missing:
            told = ", ".join(missing)
            name = node.name.value
            error: GraphQLError = refusal(
                f"{kind} '{name}' is missing required arguments: {told}",
                node,
                ancestors,
                "missingRequiredArguments",
                className=kind,
                name=name,
                arguments=told,
            )
            self.report_error(error)
