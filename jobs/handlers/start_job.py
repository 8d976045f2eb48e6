"""One job that finds a reason to start another."""

from django.db.models.functions import Now

from jobs.engine import wake
from jobs.engine.run import Run
from jobs.models import JobRun
from jobs.models.run import Origin
from oms.models import Shop
from work.item import ACTIVE


def start(run: Run, key: str, shop: Shop) -> bool:
    """Put a run of that job in line, within a chunk, unless one is under way. Whether it was put there."""
    if JobRun.objects.filter(key=key, shop=shop, state__in=ACTIVE).exists():
        return False
    made = JobRun.objects.create(key=key, shop=shop, origin=Origin.WEBHOOK, enqueued_at=Now())
    run.change("run", "started", key, target=made)
    wake.after_commit(made)
    return True
