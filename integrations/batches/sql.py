"""SQL kept in .sql files beside the code that runs it: statements by name, values only ever as parameters."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_MARK = "-- name: "


@cache
def statements(path: Path) -> Mapping[str, str]:
    """The statements of a file by the name in the `-- name:` line above each, in the file's order."""
    found: dict[str, str] = {}
    for part in path.read_text(encoding="utf-8").split(_MARK)[1:]:
        name, _, text = part.partition("\n")
        found[name.strip()] = text.strip().rstrip(";")
    return found
