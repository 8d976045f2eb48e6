"""Keep the embedded servers running for as long as one command runs."""

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

import psutil

from jobmanager.embedded import kept
from jobmanager.embedded.process import CannotStart, spawn
from jobmanager.embedded.server import Server
from jobmanager.embedded.services import services_file
from jobmanager.embedded.sharing import only_runner, publish, shared

_TICK = 0.05


def _needed(var: Path, synced: bool) -> list[Server]:
    from jobmanager.embedded.postgres import Postgres
    from jobmanager.embedded.valkey import Valkey

    return [server for server in (Postgres(var, synced), Valkey(var)) if not os.environ.get(server.url_name)]


def _environment(var: Path, urls: dict[str, str]) -> dict[str, str]:
    """The caller's environment with the servers' addresses, and keys of this trial where none are set."""
    env = {**os.environ, **urls, "VAR_DIR": str(var)}
    if "DATABASE_URL" in urls:
        env.setdefault("SECRET_KEY", kept.local_secret(var, "secret_key"))
        env.setdefault("FIELD_KEYS", kept.local_fernet_key(var))
    return env


def run(command: Sequence[str], synced: bool = True) -> int:
    """Run `command` with the servers it lacks; its exit code (128 + n when signal n ended it).

    Not `synced`: PostgreSQL does not wait for the disk, for data that nobody needs after a power failure.
    """
    var = kept.var_dir()
    with only_runner(var) as keeper:
        if not keeper:
            return _follow(command, _environment(var, shared(var)), ())
        servers = _needed(var, synced)
        with _terminable():
            try:
                for server in servers:
                    server.start()
                    publish(var, servers[: servers.index(server) + 1])
                urls = {server.url_name: server.url for server in servers}
                return _follow(command, _environment(var, urls), servers)
            finally:
                for server in reversed(servers):
                    server.stop()
                services_file(var).unlink(missing_ok=True)


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM while the servers start or stop unwinds like Ctrl-C."""

    def unwind(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, unwind)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _follow(command: Sequence[str], env: dict[str, str], servers: Sequence[Server]) -> int:
    try:
        child = spawn(command, env=env, own_group=False)
    except OSError as error:
        raise CannotStart(f"{command[0]} can't be run: {error.strerror}") from None

    def forward(number: int, _frame: FrameType | None) -> None:
        # A terminal's Ctrl-C reaches the whole foreground group: a second one would disturb the command's end.
        if not (number == signal.SIGINT and sys.stdin is not None and sys.stdin.isatty()):
            child.send_signal(number)

    before = {number: signal.signal(number, forward) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        while child.poll() is None:
            if any([server.watch() for server in servers]):
                publish(kept.var_dir(), servers)
            time.sleep(_TICK)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def run_fresh(command: Sequence[str], synced: bool = True) -> int:
    """The same in an empty folder of its own, removed at the end: two of them never meet, nor a running demo."""
    parent = kept.var_dir() / "fresh"
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"{parent} can't be written ({error.strerror}): name another in VAR_DIR") from None
    for left in parent.iterdir():
        if not (left.name.isdigit() and psutil.pid_exists(int(left.name))):
            shutil.rmtree(left, ignore_errors=True)
    folder = parent / str(os.getpid())
    os.environ["VAR_DIR"] = str(folder)
    try:
        return run(command, synced)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
