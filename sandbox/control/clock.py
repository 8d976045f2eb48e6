"""Moves, stops and frees the store's clock: /__sandbox/clock."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.control.json_body import read_object
from sandbox.http.messages import BadRequest, Request, Response
from sandbox.http.router import Routes

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()


@ROUTES.get("/__sandbox/clock")
def now(world: "World", request: Request) -> Response:
    clock = world.store.clock
    return Response.json({"now": clock.now().isoformat(), "stopped": clock.fixed is not None})


@ROUTES.post("/__sandbox/clock")
def move(world: "World", request: Request) -> Response:
    """Moves the clock, stops it or lets it run again.

    {"advance": seconds}, {"stop_at": "2026-11-20T12:00:00Z"} or {"stop_at": null}
    """
    given = read_object(request, "advance", "stop_at")
    if not given:
        raise BadRequest('Say {"advance": seconds} or {"stop_at": instant or null}')
    instant = _instant(given.get("stop_at"))
    seconds = given.get("advance", 0)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        raise BadRequest(f"advance: {seconds!r} is not a number of seconds; the clock does not go back")
    clock = world.store.clock
    with world.store.lock:
        if "stop_at" in given:
            clock.stop_at(instant)
        clock.advance(seconds)
    return now(world, request)


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadRequest(f"stop_at: {value!r} is not an instant like 2026-11-20T12:00:00Z") from None
    if found.tzinfo is None:
        raise BadRequest(f"stop_at: {value!r} lacks its zone, as in 2026-11-20T12:00:00Z")
    return found
