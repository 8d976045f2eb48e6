"""Sweeps beside a worker's work, and signs that its processes live."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from billiard import current_process
from celery.signals import beat_init, celeryd_init, worker_process_init, worker_ready, worker_shutting_down

from jobs import alerts
from jobs.engine import heartbeats
from jobs.engine.tick import tick
from work import shutdown


@dataclass(frozen=True)
class Chore:
    """What each worker does every few seconds, whatever its children are busy with. Several do it at once."""

    name: str
    do: Callable[[], object]


_ending = threading.Event()
_node = {"name": "worker"}
_chores: list[Chore] = []


def hand_down(chores: Iterable[Chore]) -> None:
    """Those of a higher floor."""
    _chores.extend(chores)


def connect() -> None:
    """Have Celery's processes call the functions below at the turns of their lives."""
    celeryd_init.connect(_name)
    worker_ready.connect(_begin)
    beat_init.connect(_begin_beat)
    worker_process_init.connect(_begin_child)
    worker_shutting_down.connect(_end)


def _name(sender: str, **kwargs: Any) -> None:
    """Before the pool forks: the children inherit the node's name."""
    _node["name"] = sender


def _begin(**kwargs: Any) -> None:
    part = f"worker {_node['name']}"
    heartbeats.in_background("sweeper", lambda: tick(part), _ending)
    heartbeats.in_background("alerts", _alert, _ending)
    for chore in _chores:
        heartbeats.in_background(chore.name, chore.do, _ending)


def _begin_beat(**kwargs: Any) -> None:
    """Beat tells when no worker can."""
    heartbeats.in_background("alerts", _alert, _ending)


def _alert() -> None:
    alerts.watch()
    alerts.deliver()


def _begin_child(**kwargs: Any) -> None:
    part = f"worker child {_node['name']} {current_process().index}"
    heartbeats.in_background("signs of life", lambda: heartbeats.sign(part), threading.Event())


def _end(**kwargs: Any) -> None:
    _ending.set()
    shutdown.ask()
    for prefix in (f"worker {_node['name']}", f"worker child {_node['name']} "):
        heartbeats.forget(prefix)
