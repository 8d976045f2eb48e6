"""Shows everything in the store, to compare two moments: GET /__sandbox/state.

?table=orders gives one table, ?digest=1 only a digest.
"""

import hashlib
from typing import TYPE_CHECKING, Any

from sandbox.http.messages import BadRequest, Request, Response
from sandbox.http.router import Routes
from sandbox.state.json_encoding import spelled

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()


@ROUTES.get("/__sandbox/state")
def state(world: "World", request: Request) -> Response:
    content = world.store.dump()
    name = request.query.get("table")
    if name is not None:
        if name not in content:
            raise BadRequest(f"table: {name!r} is unknown; tables are {', '.join(content)}")
        content = {name: content[name]}
    return Response.json({"digest": digest(content)} if request.query.get("digest") else content)


def digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(spelled(content, order="sorted")).hexdigest()
