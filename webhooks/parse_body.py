"""Parses a body, or says why it can't be read."""

from decimal import Decimal
from typing import Any

import msgspec

from integrations.text import NotJson, clean_all, parse_json

_decoder = msgspec.json.Decoder(float_hook=Decimal)


class Malformed(ValueError):
    """The body is no JSON object."""


def parse(body: bytes) -> dict[str, Any]:
    """Texts cleaned, decimals exact. Raises Malformed."""
    if not body.strip():
        raise Malformed("The body is empty")
    value = _read(body)
    if not isinstance(value, dict):
        raise Malformed(f"The body is a JSON {_NAMES.get(type(value), 'value')}, not an object")
    return value


def _read(body: bytes) -> Any:
    """The fast reader refuses what the patient one takes: halves of surrogate pairs, control characters in texts."""
    try:
        value = _decoder.decode(body)
        return clean_all(value) if b"\\u0000" in body else value
    except (msgspec.DecodeError, RecursionError, ValueError):
        pass
    try:
        return parse_json(body)
    except NotJson as error:
        raise Malformed(f"The body is no JSON: {_where(error)}") from None


def _where(error: Exception) -> str:
    """What is wrong and where; never the body itself, which may be a customer's."""
    kind, _, text = str(error).partition(": ")
    if kind == "ValueError" and "digits" in text:
        return "it has a number of too many digits"
    return _WORDS.get(kind, text[:200])


_WORDS = {"UnicodeDecodeError": "it is not UTF-8", "RecursionError": "it is nested too deeply"}
_NAMES = {list: "list", str: "text", int: "number", Decimal: "number", bool: "true or false", type(None): "null"}
