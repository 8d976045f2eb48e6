"""Elects one keeper of a folder's servers; other commands share them."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from jobmanager.embedded.process import CannotStart
from jobmanager.embedded.server import Server
from jobmanager.embedded.services import read_services, write_services

_TICK = 0.05


@contextlib.contextmanager
def only_runner(var: Path) -> Iterator[bool]:
    """True for the one process that keeps the servers of this folder; the lock ends with it, however it ends."""
    path = var / "run" / "embedded.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("a")
    except OSError as error:
        raise CannotStart(f"{path.parent} can't be written ({error.strerror}): name another in VAR_DIR") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def publish(var: Path, servers: Sequence[Server]) -> None:
    record: dict[str, object] = {server.url_name: server.url for server in servers}
    record["runner"] = os.getpid()
    record["pids"] = {server.name: server.process.pid for server in servers if server.process}
    record["ports"] = {server.name: server.port for server in servers}
    write_services(var, record)


def shared(var: Path) -> dict[str, str]:
    """The addresses of servers that another command of this folder keeps running."""
    for _ in range(600):
        services = read_services(var)
        found = {name: str(services[name]) for name in ("DATABASE_URL", "REDIS_URL") if name in services}
        if all(name in found or os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL")):
            return {name: url for name, url in found.items() if not os.environ.get(name)}
        time.sleep(_TICK)
    raise CannotStart(
        f"Another command holds {var / 'run' / 'embedded.lock'} but its servers don't answer: end it first"
    )
