"""Runs asked for inside transactions that take their time: each is taken up at once, not when a sweeper comes by."""

import os
import time
from typing import Any

from django.db import transaction

from bench.engine import load, probes
from bench.engine.stage import Stage, until
from jobs.audit import Actor
from jobs.models import JobRun, State
from jobs.services import request_run

AT_ONCE = 20.0
SWEPT_AFTER = 90


def wakes(stage: Stage) -> dict[str, Any]:
    """`late`: how many were not done when a lost message would still be a secret of the sweepers."""
    os.environ["ENGINE_RESEND_AFTER"] = str(SWEPT_AFTER)
    for name in ("one", "two"):
        stage.start_engine_worker(name)
    # Until a first run is through nobody can say that the workers are there.
    first = load.add("bench.tally", 1)
    ready = load.drained(120)
    pks = []
    for number in range(probes.SCHEDULES):
        with transaction.atomic():
            pks.append(request_run(f"bench.scheduled_{number}", shop=None, actor=Actor("torture")).run.pk)
            time.sleep(0.1)
    asked = JobRun.objects.filter(pk__in=pks)
    took = until(lambda: not asked.exclude(state=State.DONE).exists(), AT_ONCE)
    late = asked.exclude(state=State.DONE).count()
    done = list(asked.filter(state=State.DONE).values_list("pk", flat=True))
    books = load.books([*first, *done])
    return {
        "good": ready is not None and books.good and late == 0 and len(pks) == probes.SCHEDULES,
        "asked": len(pks),
        "late": late,
        "all_done_after": took and round(took, 1),
        "lost": len(books.lost),
        "doubled": len(books.doubled),
    }
