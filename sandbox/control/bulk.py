"""Lists and sets up the bulk operations of all apps: /__sandbox/bulk."""

from typing import TYPE_CHECKING

import msgspec

from sandbox.bulk.settings import BadSettings, changed
from sandbox.control.json_body import read_object
from sandbox.http.messages import BadRequest, Request, Response
from sandbox.http.router import Routes

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()


@ROUTES.get("/__sandbox/bulk")
def operations(world: "World", request: Request) -> Response:
    """Lists operations, youngest last; `reason` says more than apps learn."""
    bulk = world.bulk
    made = [{"gid": one.gid, **msgspec.to_builtins(one)} for one in bulk.everything()]
    return Response.json({"settings": msgspec.to_builtins(bulk.settings), "operations": made})


@ROUTES.post("/__sandbox/bulk")
def settle(world: "World", request: Request) -> Response:
    """Sets up the operations that start from now on."""
    try:
        world.bulk.settings = changed(world.bulk.settings, read_object(request))
    except BadSettings as error:
        raise BadRequest(str(error)) from None
    return Response.json(msgspec.to_builtins(world.bulk.settings))


@ROUTES.delete("/__sandbox/bulk")
def forget(world: "World", request: Request) -> Response:
    """Ends all of them and removes their files."""
    world.bulk.forget()
    return Response.json({"operations": []})
