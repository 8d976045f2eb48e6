"""Plays a part of an ordinary shop day: POST /__sandbox/day."""

from typing import TYPE_CHECKING

from sandbox.control.json_body import count, read_object
from sandbox.day.play import play
from sandbox.http.messages import BadRequest, Request, Response
from sandbox.http.router import Routes

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
MOST = 1000


@ROUTES.post("/__sandbox/day")
def day(world: "World", request: Request) -> Response:
    """Answers what was done to which order, and when it changed.

    {"deeds": 20, "seed": 1}
    """
    given = read_object(request, "deeds", "seed")
    wanted = count(given, "deeds", 20)
    if wanted > MOST:
        raise BadRequest(f"deeds: {wanted} is more than {MOST}")
    done = play(world.store, wanted, count(given, "seed", 1))
    return Response.json(
        [
            {
                "deed": one.deed,
                "order": one.order.gid,
                "name": one.order.name,
                "updated_at": one.order.updated_at.isoformat(),
            }
            for one in done
        ]
    )
