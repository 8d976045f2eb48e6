"""Starts one job from another that has found a reason to."""

from jobs.audit import Actor
from jobs.engine import new_run, under_way
from jobs.engine.held import without_held
from jobs.engine.run import Run
from jobs.models import JobRun
from jobs.models.run import Origin
from oms.models import Shop


def start(run: Run, key: str, shop: Shop) -> bool:
    """Put a run of that job in line, unless one is there.

    Within a chunk. Whether it was put there: not if one is under way or due.
    """
    if without_held(under_way.of(key, shop)):
        return False
    made = JobRun(key=key, shop=shop, origin=Origin.JOB)
    new_run.request(made, Actor(run.row.key))
    run.change("run", "started", key, target=made)
    return True
