"""Encodes JSON as Ruby writes it.

A receiver that parses a body and writes it again gets other bytes, and so another signature.
"""

import json
from typing import Any

# All of these stand only inside texts, where JSON may spell them so.
_SPELLED = (
    ("/", "\\/"),
    ("&", "\\u0026"),
    ("<", "\\u003c"),
    (">", "\\u003e"),
    ("\u2028", "\\u2028"),
    ("\u2029", "\\u2029"),
)


def encode(payload: Any) -> bytes:
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    for character, spelling in _SPELLED:
        text = text.replace(character, spelling)
    try:
        return text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: only as an escape can it be written at all
        return json.dumps(payload, separators=(",", ":")).replace("/", "\\/").encode()
