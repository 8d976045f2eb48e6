"""Applies planted faults to a request to the Admin API."""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from graphql import FieldNode, GraphQLError, OperationDefinitionNode, parse

from sandbox.faults import bad_answers
from sandbox.faults.fault import Fault
from sandbox.http.messages import CutConnection, Request, Response

if TYPE_CHECKING:
    from sandbox.world import World

Handle = Callable[[Request], Response]
TOKEN = "X-Shopify-Access-Token"  # noqa: S105  (the header's name)


class Source(Protocol):
    dead_tokens: set[str]

    @property
    def quiet(self) -> bool: ...

    def strike(self, kind: str, **facts: str) -> Fault | None: ...


def around(faults: Source, world: "World", request: Request, handle: Handle) -> Response:
    """Raises CutConnection where the connection is to break."""
    if faults.quiet:
        return handle(request)
    facts = facts_of(request.body)
    token = request.headers.get(TOKEN, "")
    if token and faults.strike("expired_token", **facts):
        faults.dead_tokens.add(token)
    if token in faults.dead_tokens:
        return bad_answers.unauthorized()
    for kind, refuse in _BEFORE.items():
        struck = faults.strike(kind, **facts)
        if struck:
            return refuse(world, request, struck.settings)
    slow = faults.strike("slow", **facts)
    if slow:
        time.sleep(slow.settings["seconds"])
    return _after(faults, facts, request, handle)


def _after(faults: Source, facts: Mapping[str, str], request: Request, handle: Handle) -> Response:
    struck = faults.strike("internal_error", **facts)
    if struck and not struck.settings["committed"]:
        return bad_answers.internal_error()
    response = handle(request)
    if struck:
        return bad_answers.internal_error()
    if faults.strike("cut_after", **facts):
        raise CutConnection
    return response


def _cut(world: "World", request: Request, settings: Mapping[str, Any]) -> Response:
    raise CutConnection


_BEFORE: Mapping[str, Callable[["World", Request, Mapping[str, Any]], Response]] = {
    "cut_before": _cut,
    "bad_gateway": lambda world, request, settings: bad_answers.bad_gateway(),
    "server_error": lambda world, request, settings: bad_answers.server_error(),
    "too_many_requests": lambda world, request, settings: bad_answers.too_many_requests(settings["retry_after"]),
    "throttled": lambda world, request, settings: bad_answers.throttled(world),
}


def facts_of(body: bytes) -> dict[str, str]:
    """Gives the operation's name and its first field, `root`.

    A body that can't be read has no facts.
    """
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
