"""Serves the stylesheet: GET /style.css."""

from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
_STYLE = Path(__file__).with_name("style.css").read_bytes()


@ROUTES.get("/style.css")
def style(world: "World", request: Request) -> Response:
    return Response(200, _STYLE, {"Content-Type": "text/css; charset=utf-8", "Cache-Control": "max-age=300"})
