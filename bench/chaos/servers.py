"""kill -9 of Valkey and of the shop itself, and PostgreSQL stopped in the middle."""

from collections.abc import Callable

from django.db import connection

from bench.chaos.case import Case
from bench.chaos.stage import Stage, expect
from jobs.models import State

LOST = r"staged lines were lost"
FORGOTTEN = r"Shopify does not know the bulk operation .*; asking Shopify again$"


def valkey_killed(*, forget: bool) -> Callable[[Stage], str]:
    """Once with the wake-up call in its queue, once while the run waits for a message that now can't be sent."""

    def play(stage: Stage) -> str:
        stage.request()
        stage.world.kill_valkey(forget=forget)
        stage.world.restart(stage.world.valkey)
        hold = stage.held_worker("waiting/after-chunk")
        stage.exists(hold, "the start of the bulk operation")
        stage.world.kill_valkey(forget=forget)
        stage.let_go(hold)
        stage.until("the run's wait without a broker", lambda: stage.run.state == State.PENDING or _loading(stage))
        stage.world.restart(stage.world.valkey)
        stage.ended()
        return f"killed with the message queued and again while waiting, {'came back empty' if forget else 'kept'}"

    return play


def _loading(stage: Stage) -> bool:
    return stage.phase() not in ("requesting", "waiting")


def postgres_stopped(point: str) -> Callable[[Stage], str]:
    """`stop -m immediate` while a transaction of the import is open; what was staged is unlogged and so lost."""

    def play(stage: Stage) -> str:
        hold = stage.held_worker(point)
        stage.request()
        stage.exists(hold, point)
        phase = stage.phase()
        # An import's commits don't wait for the disk: without this the crash may take the last of them, cursor and all,
        # and it is chance what the run has to say.
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
        stage.world.crash_postgres()
        stage.let_go(hold)
        stage.world.restart(stage.world.postgres)
        run = stage.ended()
        expect(run.token > 1, "nothing was interrupted")
        return f"stopped at {point}, committed until then: {phase}; {run.token} claims"

    return play


def shop_killed(stage: Stage) -> str:
    """kill -9 of the shop while it works for us. It comes back with its content, but no token, no bulk operation."""
    hold = stage.held_worker("waiting/after-chunk")
    stage.request()
    stage.exists(hold, "the start of the bulk operation")
    stage.world.kill_sandbox()
    try:
        stage.let_go(hold)
        stage.until("a failed try", lambda: any("failed" in line for line in stage.logs()))
    finally:
        stage.world.start_sandbox()
    stage.ended()
    made = len(stage.store.operations())
    expect(made == 1, f"{made} operations were started at the shop that came back instead of 1")
    return "killed with the operation running, started again"


def cases() -> list[Case]:
    found = []
    for subject in ("products", "orders"):
        found += [
            Case(subject, "Valkey killed", valkey_killed(forget=False)),
            Case(subject, "Valkey killed, back empty", valkey_killed(forget=True)),
            Case(subject, "PostgreSQL stopped downloading", postgres_stopped("downloading/mid-chunk:3"), {LOST: 1}),
            Case(subject, "PostgreSQL stopped loading", postgres_stopped("loading/mid-chunk:3"), {LOST: 1}),
            Case(subject, "shop killed and started again", shop_killed, {FORGOTTEN: 1}),
        ]
    return found
