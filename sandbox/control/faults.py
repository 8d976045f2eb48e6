"""Plants, shows and clears faults: /__sandbox/faults."""

from typing import TYPE_CHECKING

from sandbox.faults.fault import BadFault
from sandbox.faults.kinds import describe
from sandbox.http.messages import BadRequest, Request, Response
from sandbox.http.router import Routes

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()


@ROUTES.get("/__sandbox/faults")
def planted(world: "World", request: Request) -> Response:
    """Lists the planted faults, the hits of each kind, every kind."""
    return Response.json({**world.faults.as_json(), "kinds": describe()})


@ROUTES.post("/__sandbox/faults")
def plant(world: "World", request: Request) -> Response:
    """Plants one fault.

    {"kind": "throttled", "times": 3
    """
    try:
        return Response.json(world.faults.plant(request.json()).as_json(), 201)
    except BadFault as error:
        raise BadRequest(str(error)) from None


@ROUTES.delete("/__sandbox/faults")
def clear(world: "World", request: Request) -> Response:
    world.faults.clear()
    return Response.json(world.faults.as_json())
