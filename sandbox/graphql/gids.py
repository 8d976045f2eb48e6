"""Checks what stands where the schema says ID."""

import re
from typing import Any

_GID = re.compile(r"gid://shopify/[A-Za-z]+/[^\s/]+")


def bad_gid(value: Any) -> bool:
    """Tells whether Shopify would call it an "Invalid global id".

    All its IDs are gids, a bare number is none.
    """
    return not isinstance(value, str) or not _GID.fullmatch(value)
