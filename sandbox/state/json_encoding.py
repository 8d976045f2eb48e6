"""Encodes values as JSON, whatever their texts hold."""

import json
from typing import Any, Literal

import msgspec


def spelled(content: Any, order: Literal["sorted"] | None = None) -> bytes:
    """Encodes as UTF-8, or by escapes when surrogates stand alone.

    Some shops' titles hold half of such a pair.
    """
    try:
        return msgspec.json.encode(content, order=order)
    except UnicodeEncodeError:
        plain = msgspec.to_builtins(content, str_keys=True)
        return json.dumps(plain, separators=(",", ":"), sort_keys=order is not None).encode("ascii")
