"""Each part frozen in turn: named within a minute, forgiven within a minute after it goes on.

Asked is what an operator has: `/healthz` and the first page, over HTTP. A frozen web server answers nobody: its silence
is looked up as another web process would; and without a database there is no page, only `/healthz`.
"""

import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import psutil

from bench.engine.console import Console
from bench.engine.stage import Stage, until
from bench.storm.visitor import signed_in
from jobs import health

NAMED_WITHIN = 60.0


@dataclass(frozen=True)
class Part:
    """`pids` are frozen together."""

    name: str
    pids: Callable[[], list[int]]


def stalls(stage: Stage) -> dict[str, Any]:
    stage.start_engine_worker("one", processes=1)
    stage.start_beat("beat")
    stage.start_web()
    stage.start_receiver()
    told: dict[str, Any] = {}
    if until(lambda: not health.problems() and _web_signed(), 120) is None:
        return {"good": False, "never_well": [problem.text for problem in health.problems()]}
    console = Console(f"http://127.0.0.1:{stage.web_port}", signed_in())
    for part in _parts(stage):
        pids = part.pids()
        _send(pids, signal.SIGSTOP)
        named = until(partial(_named, part, console), NAMED_WITHIN + 10, 1)
        _send(pids, signal.SIGCONT)
        well = until(console.well, NAMED_WITHIN + 10, 1)
        told[part.name] = {"named": _whole(named), "well_again": _whole(well)}
        time.sleep(5)
    spans = [each for one in told.values() for each in (one["named"], one["well_again"])]
    good = all(each is not None and each <= NAMED_WITHIN for each in spans)
    return {"good": good, "seconds": told}


def _named(part: Part, console: Console) -> bool:
    if part.name == "web":
        return any(problem.part == part.name for problem in health.problems())
    return part.name in console.problems() and (part.name == "database" or part.name in console.shown())


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


def _web_signed() -> bool:
    from jobs.models import Heartbeat

    return Heartbeat.objects.filter(part__startswith="web ").exists()


def _parts(stage: Stage) -> list[Part]:
    worker = stage.workers["one"].pid
    return [
        Part("web", lambda: _family(stage.others["web"].pid)),
        Part("worker child", lambda: [child.pid for child in psutil.Process(worker).children()]),
        Part("worker parent", lambda: [worker]),
        Part("beat", lambda: _family(stage.others["beat"].pid)),
        Part(health.RECEIVER, lambda: _family(stage.others["receiver"].pid)),
        Part("broker", lambda: _family(stage.valkey.process.pid if stage.valkey.process else 0)),
        Part("database", lambda: _family(stage.postgres.process.pid if stage.postgres.process else 0)),
    ]


def _family(pid: int) -> list[int]:
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]


def _send(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(psutil.Error):
            psutil.Process(pid).send_signal(number)
