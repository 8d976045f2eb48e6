"""Describes all calls in OpenAPI 3.1, each with its role."""

import functools
import json
from typing import Any

from ninja import NinjaAPI

from console.api.auth import ByToken

PREFIX = "/api/"


@functools.cache
def described(api: NinjaAPI) -> dict[str, Any]:
    """Makes what `openapi.json` holds, once.

    All who ask get the same, to read.
    """
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix=PREFIX)
    roles = _roles(api)
    for verbs in schema["paths"].values():
        for operation in verbs.values():
            role = roles[operation["operationId"]]
            operation["security"] = [{name: [role] for name in guard} for guard in operation["security"]]
    _leave_out_what_nothing_names(schema)
    return schema


def _leave_out_what_nothing_names(schema: dict[str, Any]) -> None:
    """Removes shapes of filters: they stand as parameters with their calls already."""
    shapes, whole = schema["components"]["schemas"], json.dumps(schema, default=str)
    for name in [name for name in shapes if f'"#/components/schemas/{name}"' not in whole]:
        del shapes[name]


def _roles(api: NinjaAPI) -> dict[str, str]:
    """Maps each operation's id to the least role that it lets in."""
    found: dict[str, str] = {}
    for _, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                name = operation.operation_id or api.get_openapi_operation_id(operation)
                guards = [guard for guard in operation.auth_callbacks if isinstance(guard, ByToken)]
                found[name] = guards[0].needed.group
    return found
