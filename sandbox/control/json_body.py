"""Reads a request's JSON body, or says what is wrong with it."""

from typing import Any

from sandbox.http.messages import BadRequest, Request


def read_object(request: Request, *known: str) -> dict[str, Any]:
    """Reads the object, {} when empty. Raises BadRequest for anything else.

    An unknown name is refused too.
    """
    found = request.json()
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise BadRequest("The body has to be a JSON object")
    unknown = [name for name in found if name not in known]
    if known and unknown:
        raise BadRequest(f"{unknown[0]}: unknown; known are {', '.join(known)}")
    return found


def count(told: dict[str, Any], name: str, default: int) -> int:
    value = told.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadRequest(f"{name}: {value!r} is not a count")
    return value
