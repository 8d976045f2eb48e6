"""Lists the kinds of work: tables whose rows are done.

Each floor hands its own down when Django starts, in its `apps.py`; nothing here knows them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from work.item import WorkItem


@dataclass(frozen=True)
class Kind:
    """A table whose rows are work, and its wake-up message.

    `task` is the message that has rows of `model` taken up. With a `queue` one message stands for any number of rows;
    without one each row is sent by itself, as (name, id), to the queue that it names in its own column.
    """

    name: str
    model: type[WorkItem]
    task: str
    queue: str = ""


_kinds: dict[str, Kind] = {}


def hand_down(kinds: Iterable[Kind]) -> None:
    _kinds.update((kind.name, kind) for kind in kinds)


def every() -> list[Kind]:
    return list(_kinds.values())
