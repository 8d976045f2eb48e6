"""Cuts one page out of a long list."""

from collections.abc import Sequence
from typing import TypeVar

from sandbox.http.messages import Request

Shown = TypeVar("Shown")
SIZE = 50


def part(request: Request, records: Sequence[Shown]) -> tuple[Sequence[Shown], int, int]:
    """Gives (records of the page, its number, the last page's number).

    A wild number shows the nearest page.
    """
    last = max(1, -(-len(records) // SIZE))
    asked = request.query.get("page", "1")
    number = min(max(int(asked) if asked.isascii() and asked.isdigit() else 1, 1), last)
    return records[(number - 1) * SIZE : number * SIZE], number, last
