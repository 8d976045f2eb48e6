"""The Celery application of a tortured worker: the product's own, with three things that a test may ask for.

`CHAOS_POINT` is the product's (see work.chaos_points). Here: `CHAOS_HOLD` names a point in the same way at which the
process waits until the file `CHAOS_HOLD_FILE` is gone (it makes that file itself, so the test knows that it is there);
`CHAOS_SMALL` cuts the import in small chunks, so that a small store has as many of them as a large one; `CHAOS_MUTANT`
plants a defect that the harness has to notice.
"""

import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

from celery.signals import celeryd_init

from jobmanager.celery import app

__all__ = ["app"]

HELD_AT_MOST = 60.0
_passed: Counter[str] = Counter()


def hold(name: str, phase: str) -> None:
    target, _, nth = os.environ.get("CHAOS_HOLD", "").partition(":")
    if target not in (name, f"{phase}/{name}"):
        return
    _passed[target] += 1
    if _passed[target] != int(nth or 1):
        return
    file = Path(os.environ["CHAOS_HOLD_FILE"])
    file.write_text(str(os.getpid()))
    give_up = time.monotonic() + HELD_AT_MOST
    while file.exists() and time.monotonic() < give_up:
        time.sleep(0.02)


def _holding() -> None:
    from jobs.engine import execute, run
    from work.chaos_points import point

    def held(name: str, phase: str = "") -> None:
        hold(name, phase)
        point(name, phase)

    run.point = execute.point = held  # type: ignore[attr-defined]


def _small(lines: int) -> None:
    """Batches of `lines` lines while downloading, a twelfth as many records to a span while loading."""
    from integrations.shopify.bulk_load import stage
    from integrations.shopify.orders import bulk as orders
    from integrations.shopify.products import bulk as products

    stage.BATCH_LINES = lines
    for subject in (orders.SUBJECT, products.SUBJECT):
        object.__setattr__(subject, "chunk", max(1, lines // 12))


@celeryd_init.connect
def _prepare(**kwargs: Any) -> None:
    """After the tasks are imported, before the pool forks."""
    if os.environ.get("CHAOS_HOLD"):
        _holding()
    if small := os.environ.get("CHAOS_SMALL"):
        _small(int(small))
    if mutant := os.environ.get("CHAOS_MUTANT"):
        from bench.chaos.mutants import PLANT

        PLANT[mutant]()
