"""Encodes values as JSON, whatever their texts hold."""

import json
from typing import Any, Literal

import msgspec


def spelled(content: Any, order: Literal["sorted"] | None = None) -> bytes:
    """UTF-8. Half of a surrogate pair, as some shops' titles hold, is no UTF-8: texts are then spelled by escapes."""
    try:
        return msgspec.json.encode(content, order=order)
    except UnicodeEncodeError:
        plain = msgspec.to_builtins(content, str_keys=True)
        return json.dumps(plain, separators=(",", ":"), sort_keys=order is not None).encode("ascii")
