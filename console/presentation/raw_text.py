"""Makes another system's text readable and harmless.

It is shown as text; nothing of it is ever markup.
"""

import json

LONGEST = 100_000


def pretty(raw: str) -> str:
    """Indents JSON, one document or one per line.

    Anything else stays as it is. At most 100,000 characters.
    """
    try:
        text = "\n".join(_indent(line) for line in ([raw] if _is_one(raw) else raw.splitlines()) if line.strip())
    except (ValueError, RecursionError):
        text = raw
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]}\n… and {len(text) - LONGEST:,} characters more"
    # A lone surrogate is legal in JSON and can't be sent as UTF-8.
    return text.encode("utf-8", "backslashreplace").decode()


def _is_one(raw: str) -> bool:
    try:
        json.loads(raw)
    except ValueError:
        return False
    return True


def _indent(text: str) -> str:
    return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
