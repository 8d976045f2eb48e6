"""Sends changes outside one by one, each with its consequences."""

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from integrations.effects import Action, EffectRefused
from integrations.effects.action import Answer
from jobs.engine import outward
from jobs.engine.run import Run

_THROUGH = "sent_through"


@dataclass(frozen=True)
class Outgoing:
    """One change to be made outside.

    `done` writes what follows from the answer, `refused` what follows from the other side's no; both run inside a
    chunk. `place` (an id, a name) is its place in the order of sending.
    """

    place: int | str
    reference: str
    action: Action
    done: Callable[[Answer], None]
    refused: Callable[[str], None] = lambda why: None


def send_all(
    run: Run,
    changes: Iterable[Outgoing],
    speaking: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> None:
    """Send each change once; one that is refused becomes a failed record and does not keep the others from being sent.

    A killed run goes on behind the last change whose chunk was committed; the one it died in is sent again only if a
    look shows that it didn't arrive. So `changes` may be made anew for each attempt, but must ascend by place. A run
    that retries failed records sends those alone. A dry run sends nothing. `speaking` turns the other side's errors
    into the engine's. ValueError where the places don't ascend.
    """
    only = {record.reference for record in run.records}
    through = run.cursor.get(_THROUGH)
    last: int | str | None = None
    for change in changes:
        if last is not None and change.place <= last:  # type: ignore[operator]  # all are of one kind
            raise ValueError(f"{change.reference} comes after place {last!r}, but its own is {change.place!r}")
        last = change.place
        behind = through is None or change.place > through
        if behind and (not run.retry or change.reference in only):
            _send(run, change, speaking)


def _send(run: Run, change: Outgoing, speaking: Callable[[], AbstractContextManager[None]]) -> None:
    try:
        with speaking():
            answer = outward.send(run, change.action)
    except EffectRefused as error:
        with run.chunk():
            change.refused(str(error))
            raw = json.dumps(change.action.request, ensure_ascii=False)
            run.fail_record(reference=change.reference, reason="REFUSED", message=str(error), raw=raw)
            run.cursor[_THROUGH] = change.place
        return
    with run.chunk():
        change.done(answer)
        run.cursor[_THROUGH] = change.place
