"""One table of how each state looks.

Icon, word and colour together, never colour alone.
"""

from dataclasses import dataclass, replace

from jobs.models import JobRun, State


@dataclass(frozen=True)
class Shown:
    """`key` names the colour (class `state-<key>`), `icon` the symbol of the sprite."""

    key: str
    word: str
    icon: str


RUNNING = Shown("running", "Running", "running")
WAITING = Shown("running", "Waiting", "clock")
STOPPING = Shown("retrying", "Stopping", "cancelled")
RETRYING = Shown("retrying", "Retrying", "retrying")
PAUSED = Shown("paused", "Paused", "paused")
NOTHING_TO_DO = Shown("skipped", "Nothing to do", "done")
DONE_FAILED = Shown("done-failed", "Done", "done-failed")
TABLE: dict[str, Shown] = {
    State.PENDING: Shown("pending", "Pending", "pending"),
    State.RUNNING: RUNNING,
    State.DONE: Shown("done", "Done", "done"),
    State.DEAD: Shown("dead", "Dead", "dead"),
    State.CANCELLED: Shown("cancelled", "Cancelled", "cancelled"),
    State.SKIPPED: Shown("skipped", "Skipped", "skipped"),
    State.MISSED: Shown("missed", "Missed", "missed"),
    State.IGNORED: Shown("ignored", "Ignored", "ignored"),
}


def shown(run: JobRun) -> Shown:
    """The state as an operator thinks of it.

    A run that gave itself back (it waits for Shopify) is under way, not in line: it says so.
    """
    if run.state == State.RUNNING:
        return STOPPING if run.cancel_requested else RUNNING
    if run.retrying:
        return RETRYING
    if run.state == State.PENDING and run.started_at:
        return WAITING
    if run.state == State.DONE and run.failed:
        return replace(DONE_FAILED, word=f"Done, {run.failed:,} failed")
    return TABLE[run.state]
