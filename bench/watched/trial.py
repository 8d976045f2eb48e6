"""The whole product as `bin/demo` starts it, in a folder of its own."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from jobmanager.demo.ports import next_free

_CONSOLE = re.compile(r"Job Manager\s+(\S+)\s+user (\S+)\s+password (\S+)")
_STORE = re.compile(r"Sandbox store\s+(\S+)")
_OWN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "TESTING")


class NotStarted(Exception):
    """What the trial said before it ended."""


@dataclass(frozen=True)
class Trial:
    console: str
    user: str
    password: str
    store: str


@contextmanager
def running(products: int, orders: int) -> Iterator[Trial]:
    """Ready when the imports and the shop's day are through. Raises NotStarted."""
    with tempfile.TemporaryDirectory(prefix="live") as folder:
        env = {name: value for name, value in os.environ.items() if name not in _OWN} | {"VAR_DIR": folder}
        size = ["--products", str(products), "--orders", str(orders), "--port", str(next_free(8700, but=()))]
        command = [sys.executable, "-m", "jobmanager.demo", *size]
        process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        try:
            yield _ready(process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _ready(process: "subprocess.Popen[str]") -> Trial:
    assert process.stdout
    text = ""
    for line in process.stdout:
        text += line
        console, store = _CONSOLE.search(text), _STORE.search(text)
        if console and store:
            return Trial(console[1].rstrip("/"), console[2], console[3], store[1].rstrip("/"))
    raise NotStarted(text)
