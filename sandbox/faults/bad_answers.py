"""Writes Shopify's bad answers as they really come."""

import uuid
from typing import TYPE_CHECKING, Any

from sandbox.http.messages import Response

if TYPE_CHECKING:
    from sandbox.world import World

UNAUTHORIZED = "[API] Invalid API key or access token (unrecognized login or wrong password)"
OUR_END = (
    "Internal error. Looks like something went wrong on our end.\nRequest ID: {} (include this in support requests)."
)
GATEWAY_PAGE = (  # as nginx writes it
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)
TOO_MANY = "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service."
# The cost that a throttled answer names, when nothing was computed: more than most of the app's documents.
ASKED = 200


def unauthorized() -> Response:
    return Response.json({"errors": UNAUTHORIZED}, 401)


def server_error() -> Response:
    return Response.json({"errors": "Internal Server Error"}, 500)


def bad_gateway() -> Response:
    return Response(502, GATEWAY_PAGE, {"Content-Type": "text/html"})


def too_many_requests(retry_after: str) -> Response:
    told = {
        "errors": "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service."
    }
    return Response.json(told, 429, {"Retry-After": retry_after})


def internal_error() -> Response:
    number = str(uuid.uuid4())
    extensions = {"code": "INTERNAL_SERVER_ERROR", "requestId": number}
    return Response.json({"errors": [{"message": OUR_END.format(number), "extensions": extensions}]})


def throttled(world: "World") -> Response:
    """Answers as when another client of the app emptied the bucket.

    Half a second of restoring is missing.
    """
    rate, most = world.buckets.restore_rate, world.buckets.maximum
    status = {"maximumAvailable": most, "currentlyAvailable": max(0, int(ASKED - rate / 2)), "restoreRate": rate}
    code: dict[str, Any] = {"code": "THROTTLED", "documentation": "https://shopify.dev/api/usage/rate-limits"}
    cost = {"requestedQueryCost": ASKED, "actualQueryCost": None, "throttleStatus": status}
    return Response.json({"errors": [{"message": "Throttled", "extensions": code}], "extensions": {"cost": cost}})
