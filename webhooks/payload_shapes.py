"""Checks that a payload looks as its topic says.

Topics are not signed: a signed order must do nothing as a deletion.
"""

from collections.abc import Callable
from typing import Any

Shape = Callable[[dict[str, Any]], str]
_LARGEST = 2**63 - 1


def _number(payload: dict[str, Any], key: str) -> bool:
    value = payload.get(key)
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST


def numbers(*keys: str) -> Shape:
    """These keys hold ids."""

    def wrong(payload: dict[str, Any]) -> str:
        missing = [key for key in keys if not _number(payload, key)]
        return f"{', '.join(missing)}: no id" if missing else ""

    return wrong


def texts(*keys: str) -> Shape:
    """These keys hold texts that are not empty."""

    def wrong(payload: dict[str, Any]) -> str:
        missing = [key for key in keys if not (isinstance(payload.get(key), str) and payload[key])]
        return f"{', '.join(missing)}: no text" if missing else ""

    return wrong


def has(*keys: str) -> Shape:
    def wrong(payload: dict[str, Any]) -> str:
        missing = [key for key in keys if key not in payload]
        return f"{', '.join(missing)}: missing" if missing else ""

    return wrong


def record(kind: str, *keys: str) -> Shape:
    """A record that names itself as this kind, and has these keys."""
    prefix = f"gid://shopify/{kind}/"

    def wrong(payload: dict[str, Any]) -> str:
        gid = payload.get("admin_graphql_api_id")
        if not isinstance(gid, str) or not gid.startswith(prefix):
            return f"admin_graphql_api_id: no {kind}"
        missing = [key for key in keys if key not in payload]
        return f"{', '.join(missing)}: missing" if missing else ""

    return wrong


def only(*keys: str) -> Shape:
    """These keys and no other: Shopify sends no more of it."""

    def wrong(payload: dict[str, Any]) -> str:
        if set(payload) != set(keys):
            return f"holds {', '.join(sorted(payload)[:8]) or 'nothing'} instead of {', '.join(keys)} alone"
        return ""

    return wrong


def inside(key: str, shape: Shape) -> Shape:
    def wrong(payload: dict[str, Any]) -> str:
        value = payload.get(key)
        if not isinstance(value, dict):
            return f"{key}: no object"
        problem = shape(value)
        return f"{key}.{problem}" if problem else ""

    return wrong


def all_of(*shapes: Shape) -> Shape:
    def wrong(payload: dict[str, Any]) -> str:
        return next((problem for shape in shapes if (problem := shape(payload))), "")

    return wrong
