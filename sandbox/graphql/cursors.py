"""Writes and reads cursors: opaque places in a list."""

import base64
import binascii
import json
from typing import Any

from sandbox.graphql.errors import TopLevel
from sandbox.search.sort_position import Place


def encode(place: Place) -> str:
    """Encodes a record's sort value and number.

    It is no position: what is added before it does not move the next page.
    """
    value, number = place
    text = json.dumps({"last_id": number, "last_value": value}, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def decode(cursor: str) -> Place:
    """Raises TopLevel for what was never given out."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return _plain(found["last_value"]), int(found["last_id"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise invalid() from None


def _plain(value: Any) -> Any:
    if value is not None and not isinstance(value, str | int | float):
        raise invalid()
    return value


def invalid() -> TopLevel:
    return TopLevel("Invalid cursor for current pagination sort.", "BAD_REQUEST")
