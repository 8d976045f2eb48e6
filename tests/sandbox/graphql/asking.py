"""Documents put to a store without a network, and the whole answer."""

import json
from typing import Any

from sandbox.access.apps import CLIENT_ID
from sandbox.graphql.context import Caller
from sandbox.graphql.execute import execute
from sandbox.world import World

VERSION = "2026-10"


def ask(world: World, text: str, variables: Any = None, caller: Caller | None = None, **more: Any) -> dict[str, Any]:
    """The body of the answer. `more` goes beside query and variables."""
    body = json.dumps({"query": text, "variables": variables, **more}).encode()
    given = caller or world.access.app(CLIENT_ID).caller()
    found: dict[str, Any] = json.loads(execute(world, given, VERSION, body).body)
    return found


def error(world: World, text: str, variables: Any = None, caller: Caller | None = None) -> dict[str, Any]:
    """The only error of the answer."""
    [found] = ask(world, text, variables, caller)["errors"]
    told: dict[str, Any] = found
    return told
