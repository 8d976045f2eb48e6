"""Starting and ending what is measured."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, *command: str, settings: str = "jobmanager.settings") -> Iterator[subprocess.Popen[bytes]]:
    """`python -m command`, in a process group of its own; its output goes to a file in the folder. The name of its
    settings is told, not inherited: else every contestant would run with ours.
    """
    name = f"{command[0]}-{time.monotonic_ns()}.log"
    with (folder / name).open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@dataclass(frozen=True)
class Served:
    base: str
    pid: int


@contextmanager
def receiver(folder: Path) -> Iterator[Served]:
    port = free_port()
    command = ("uvicorn", "bench.receiving.ours:application", "--port", str(port), "--no-access-log")
    with running(folder, *command) as process:
        yield Served(_ready(process, f"http://127.0.0.1:{port}", "/hooks/health/"), process.pid)


@contextmanager
def usual_view(folder: Path, settings: str) -> Iterator[Served]:
    """Two processes of eight threads: as many as the processors, and enough threads to keep them busy."""
    port = free_port()
    size = ("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--no-control-socket")
    command = ("gunicorn", "bench.receiving.usual:application", "--bind", f"127.0.0.1:{port}", *size)
    with running(folder, *command, settings=settings) as process:
        yield Served(_ready(process, f"http://127.0.0.1:{port}", "/nothing-here/"), process.pid)


def _ready(process: subprocess.Popen[bytes], base: str, path: str) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(base + path, timeout=2):
                return base
        except urllib.error.HTTPError:
            return base
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{base} does not answer; see the logs")
