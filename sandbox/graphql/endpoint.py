"""Answers POST /admin/api/<version>/graphql.json: token, version, document."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sandbox.graphql.execute import execute
from sandbox.graphql.versions import answered_version
from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
TOKEN = "X-Shopify-Access-Token"  # noqa: S105  (the name of a header)
VERSION = "X-Shopify-API-Version"
REQUEST_ID = "X-Request-Id"
COST_DEBUG = "Shopify-GraphQL-Cost-Debug"
UNAUTHORIZED = "[API] Invalid API key or access token (unrecognized login or wrong password)"


@ROUTES.post("/admin/api/{version}/graphql.json")
def graphql(world: World, request: Request) -> Response:
    response = world.faults.around(world, request, lambda again: _answer(world, again))
    response.headers.setdefault(REQUEST_ID, str(uuid.uuid4()))
    return response


def _answer(world: World, request: Request) -> Response:
    caller = world.access.caller(request.headers.get(TOKEN, ""))
    if caller is None:
        return Response.json({"errors": UNAUTHORIZED}, 401)
    version = answered_version(request.params["version"])
    if version is None:
        return Response.json({"errors": "Not Found"}, 404)
    body = request.body
    if request.headers.get("Content-Type", "").startswith("application/graphql"):
        body = Response.json({"query": body.decode("utf-8", "replace")}).body  # type: ignore[assignment]
    world.async_jobs.run_due()
    answer = execute(world, caller, version, body, cost_debug=COST_DEBUG in request.headers)
    return Response(answer.status, answer.body, {**answer.headers, VERSION: version})
