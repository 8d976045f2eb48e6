"""Recognises failures that are alike.

They say the same sentence, whatever number, name, time or address it mentions.
"""

import hashlib
import re

_VARIABLE = (
    (re.compile(r"https?://\S+"), "<url>"),
    (re.compile(r"gid://\S+"), "<id>"),
    (re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|`[^`]*`"), "<text>"),
    (re.compile(r"\b[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\b", re.IGNORECASE), "<id>"),
    (re.compile(r"\b[0-9a-f]{12,}\b", re.IGNORECASE), "<id>"),
    (re.compile(r"#?\d[\d.,:]*"), "<n>"),
    (re.compile(r"\s+"), " "),
)
_LONGEST = 2000


def shape(error: str) -> str:
    """The sentence with everything that changes from one failure to the next taken out."""
    text = error[:_LONGEST].strip()
    for pattern, stand_in in _VARIABLE:
        text = pattern.sub(stand_in, text)
    return text


def fingerprint(error: str) -> str:
    """Sixteen hex digits, equal for errors of one shape; "" for no error."""
    return hashlib.sha256(shape(error).encode()).hexdigest()[:16] if error.strip() else ""
