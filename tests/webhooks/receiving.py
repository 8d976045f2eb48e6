"""The receiver as a process of its own, over real sockets."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from django.conf import settings
from django.db import connection

from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def receiver(folder: Path, ended_by: signal.Signals = signal.SIGTERM, **environment: str) -> Iterator[str]:
    """Its base address; it works on the test's own database."""
    own = connection.settings_dict
    url = f"postgresql://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
    env = {
        **os.environ,
        "DATABASE_URL": url,
        "REDIS_URL": settings.REDIS_URL,
        "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "SECRET_KEY": settings.SECRET_KEY,
        "TESTING": "1",
        "VAR_DIR": str(folder),
        **environment,
    }
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "jobmanager.receiver:application", "--port", str(port)]
    with (folder / "receiver.log").open("wb") as log:
        process = subprocess.Popen([*command, "--no-access-log"], cwd=ROOT, env=env, stdout=log, stderr=log)
    base = f"http://127.0.0.1:{port}"
    try:
        _until_it_answers(base, process)
        yield base
    finally:
        process.send_signal(ended_by)
        process.wait(timeout=240)


def _until_it_answers(base: str, process: subprocess.Popen[bytes]) -> None:
    def answers() -> bool:
        assert process.poll() is None, "the receiver ended at once"
        try:
            return requests.get(f"{base}/hooks/health/", timeout=240).status_code == 200
        except requests.ConnectionError:
            return False

    until("the receiver answers", answers)
