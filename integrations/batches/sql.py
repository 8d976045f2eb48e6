"""Reads SQL statements by name from .sql files.

The files stand beside the code that runs them; values are only ever parameters.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_MARK = "-- name: "


@cache
def statements(path: Path) -> Mapping[str, str]:
    """The statements of a file by the name in the `-- name:` line above each, in the file's order."""
    named: dict[str, str] = {}
    for part in path.read_text(encoding="utf-8").split(_MARK)[1:]:
        name, _, text = part.partition("\n")
        named[name.strip()] = text.strip().rstrip(";")
    return named
