"""What a request asks for, by which a fault can be narrowed down."""

import msgspec
from graphql import FieldNode, GraphQLError, OperationDefinitionNode, parse


def facts_of(body: bytes) -> dict[str, str]:
    """`operation` is the operation's name, `root` its first field. Nothing is told of what can't be read."""
    try:
        told = msgspec.json.decode(body)
        document = parse(told["query"], no_location=True)
    except (msgspec.MsgspecError, UnicodeDecodeError, GraphQLError, TypeError, KeyError, AttributeError):
        return {}
    wanted = told.get("operationName")
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            name = node.name.value if node.name else ""
            if wanted in (None, name):
                first = node.selection_set.selections[0]
                return {"operation": name, "root": first.name.value if isinstance(first, FieldNode) else ""}
    return {}
