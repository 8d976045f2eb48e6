"""Decides which version of the Admin API answers a call.

Only 2026-10's schema is here. An older version is treated as one whose time is over: Shopify answers such a call in
the oldest version it still supports and says so in a header. A version that does not exist yet is not found.
"""

import re

SUPPORTED = ("2026-10",)
FIRST_EVER = "2019-04"
_QUARTER = re.compile(r"\d{4}-(01|04|07|10)")


def answered_version(asked: str) -> str | None:
    """Finds the version that answers a call, None for Shopify's 404."""
    if asked in SUPPORTED:
        return asked
    if _QUARTER.fullmatch(asked) and FIRST_EVER <= asked < SUPPORTED[0]:
        return SUPPORTED[0]
    return None
