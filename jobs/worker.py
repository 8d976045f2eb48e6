"""A worker's life: it sweeps beside its work, its parent and each of its children sign that they are there."""

import threading
from collections.abc import Callable
from typing import Any

from billiard import current_process
from celery.signals import beat_init, celeryd_init, worker_process_init, worker_ready, worker_shutting_down

from jobs import alerts
from jobs.engine import heartbeats
from jobs.engine.sweep import sweep
from work import shutdown

_ending = threading.Event()
_node = {"name": "worker"}
_beside: dict[str, Callable[[], object]] = {}


def beside(name: str, work: Callable[[], object]) -> None:
    """Have each worker do this too, every few seconds, whatever its children are busy with. Several do it at once."""
    _beside[name] = work


@celeryd_init.connect
def _name(sender: str, **kwargs: Any) -> None:
    """Before the pool forks: the children inherit the node's name."""
    _node["name"] = sender


@worker_ready.connect
def _begin(**kwargs: Any) -> None:
    part = f"worker {_node['name']}"
    heartbeats.in_background("sweeper", lambda: sweep(part), _ending)
    heartbeats.in_background("alerts", _tell, _ending)
    for name, work in _beside.items():
        heartbeats.in_background(name, work, _ending)


@beat_init.connect
def _begin_beat(**kwargs: Any) -> None:
    """Beat tells when no worker can."""
    heartbeats.in_background("alerts", _tell, _ending)


def _tell() -> None:
    alerts.watch()
    alerts.deliver()


@worker_process_init.connect
def _begin_child(**kwargs: Any) -> None:
    part = f"worker child {_node['name']} {current_process().index}"
    heartbeats.in_background("signs of life", lambda: heartbeats.sign(part), threading.Event())


@worker_shutting_down.connect
def _end(**kwargs: Any) -> None:
    _ending.set()
    shutdown.ask()
    for prefix in (f"worker {_node['name']}", f"worker child {_node['name']} "):
        heartbeats.forget(prefix)
