"""Writes the body of a response in Shopify's shapes."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError

from sandbox.graphql.errors import TopLevel
from sandbox.state.json_encoding import spelled

logger = logging.getLogger(__name__)

INTERNAL = (
    "Internal error. Looks like something went wrong on our end.\nRequest ID: {} (include this in support requests)."
)
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """Holds a response; `has_errors` marks top-level errors, for logs and retries."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": JSON})


def answer(content: Mapping[str, Any], status: int = 200) -> Answer:
    return Answer(status, spelled(content))


def refused(errors: Iterable[GraphQLError], extensions: Mapping[str, Any] | None = None) -> Answer:
    """Answers errors alone: nothing ran."""
    content: dict[str, Any] = {"errors": [shaped(error) for error in errors]}
    if extensions:
        content["extensions"] = extensions
    return answer(content)


def shaped(error: GraphQLError) -> dict[str, Any]:
    """Writes one entry of `errors`; the sandbox's own failure shows nothing.

    It is logged.
    """
    cause = error.original_error
    if cause is not None and not isinstance(cause, TopLevel | GraphQLError):
        return _internal(error, cause)
    if not error.extensions and error.path and error.nodes:
        # graphql-core's own complaint about a value that a resolver gave: a null or a type that can't be.
        return _internal(error, error)
    return dict(error.formatted)


def _internal(error: GraphQLError, cause: BaseException) -> dict[str, Any]:
    request_id = str(uuid.uuid4())
    logger.error("%s at %s (request %s)", error.message, error.path, request_id, exc_info=cause)
    told = dict(error.formatted)
    told["message"] = INTERNAL.format(request_id)
    told["extensions"] = {"code": "INTERNAL_SERVER_ERROR", "requestId": request_id}
    return told
