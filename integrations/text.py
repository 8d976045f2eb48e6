"""Makes text from outside fit for our database.

The one place that does.

PostgreSQL holds no NUL and UTF-8 no half of a surrogate pair, but JSON can spell both (RFC 8259, section 7). Anything
that reads JSON from outside reads it through here, or decodes strictly and comes here when that fails.
"""

import json
import re
from decimal import Decimal
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\ufffd"


# As many as every id's column holds for sure.
_ID_DIGITS = 18
_SHOPIFYS_DIGITS = 19


class NotJson(ValueError):
    """Text that is no JSON, or JSON whose numbers mean nothing (NaN, an integer of 5,000 digits, 2,000 levels)."""


def clean(text: str) -> str:
    """The text without NUL, each lone surrogate replaced by U+FFFD; everything else stays as it is."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return _SURROGATE.sub(REPLACEMENT, text)


def clean_all(value: Any) -> Any:
    """The same for every text inside lists and mappings, keys too."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_all(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): clean_all(item) for key, item in value.items()}
    return value


def as_id(text: str) -> int | None:
    """The number that the text spells, None for what no column of ids can hold."""
    return int(text) if text.isdecimal() and len(text) <= _ID_DIGITS else None


def as_shopifys_number(text: str) -> str | None:
    """Shopify's number as the text spells it, None for what is none.

    It may be longer than an id of ours.
    """
    return text if text.isascii() and text.isdecimal() and len(text) <= _SHOPIFYS_DIGITS else None


def readable(raw: bytes) -> str:
    """Bytes from outside as text that can be kept and shown, whatever they are."""
    return clean(raw.decode("utf-8", "replace"))


def parse_json(raw: bytes) -> Any:
    """The JSON with cleaned texts and exact decimals. Slow beside a typed decoder, but it reads what those refuse.

    Raises NotJson.
    """
    try:
        text = raw.decode("utf-8")
        value = json.loads(text, strict=False, parse_float=Decimal, parse_constant=_refuse)
        return clean_all(value)
    except (ValueError, RecursionError) as error:
        raise NotJson(f"{type(error).__name__}: {error}") from None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")
