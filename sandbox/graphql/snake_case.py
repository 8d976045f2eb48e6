"""Turns GraphQL's camelCase into snake_case."""

import functools
import re

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@functools.cache
def snake(name: str) -> str:
    """Turns "legacyResourceId" into "legacy_resource_id", "isSEOSafe" into "is_seo_safe".

    "address1" stays.
    """
    return _WORD.sub("_", name).lower()
