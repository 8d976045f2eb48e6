"""Starts one job from another that has found a reason to."""

from jobs.audit import Actor
from jobs.engine import new_run
from jobs.engine.run import Run
from jobs.models import JobRun
from jobs.models.run import Origin
from oms.models import Shop
from work.item import ACTIVE


def start(run: Run, key: str, shop: Shop) -> bool:
    """Put a run of that job in line, within a chunk, unless one is under way. Whether it was put there."""
    if JobRun.objects.filter(key=key, shop=shop, state__in=ACTIVE).exists():
        return False
    made = JobRun(key=key, shop=shop, origin=Origin.JOB)
    new_run.request(made, Actor(run.row.key))
    run.change("run", "started", key, target=made)
    return True
