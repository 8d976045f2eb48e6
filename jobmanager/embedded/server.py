"""Starts, watches, restarts and stops a server on a free port."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from jobmanager.embedded.process import CannotStart, end, spawn, tail

_PATIENCE = 30.0
_HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


class Server:
    """One server process. A subclass says how it is laid out, started and asked whether it answers."""

    name = ""
    url_name = ""
    stop_signal = signal.SIGTERM

    def __init__(self, var: Path) -> None:
        self.var = var
        self.data = var / self.name
        self.log = var / "log" / f"{self.name}.log"
        self.port = 0
        self.user: str | None = None
        self.process: subprocess.Popen[bytes] | None = None
        self._restart_at = 0.0
        self._restarts = 0

    @property
    def url(self) -> str:
        raise AttributeError(f"{type(self).__name__} has no address")

    def prepare(self) -> None:
        """Lay out the data folder and end what an earlier, killed runner left."""

    def command(self) -> list[str]:
        raise AttributeError(f"{type(self).__name__} has no command")

    def answers(self) -> bool:
        return False

    def start(self) -> None:
        try:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.prepare()
        except PermissionError as error:
            raise CannotStart(
                f"{self.data} belongs to another user ({error.strerror}): remove it as that user, "
                "or name another folder in VAR_DIR"
            ) from None
        except OSError as error:
            raise CannotStart(f"{self.name} can't be set up in {self.data}: {error.strerror}") from None
        for _ in range(3):  # another program may take the free port before the server binds it
            self.port = free_port()
            self._spawn()
            if self.wait(_PATIENCE):
                return
        raise CannotStart(f"{self.name} did not start. Its log, {self.log}, ends with:\n{tail(self.log)}")

    def _spawn(self) -> None:
        self.process = spawn(
            self.command(),
            log=self.log,
            user=self.user,
            cwd=self.data,
            env=_clean_env(),
            on_parent_death=self.stop_signal,
        )

    def wait(self, patience: float) -> bool:
        give_up = time.monotonic() + patience
        while time.monotonic() < give_up:
            if self.answers():
                return True
            if self.process is None or self.process.poll() is not None:
                return False
            time.sleep(0.02)
        return False

    def watch(self) -> bool:
        """Start the server again on its port if it died; later each time it dies at once. True: there is a new one."""
        if self.process is None or self.process.poll() is None:
            self._restarts = 0 if time.monotonic() > self._restart_at + 60 else self._restarts
            return False
        if time.monotonic() < self._restart_at:
            return False
        self._restart_at = time.monotonic() + min(0.5 * 2**self._restarts, 20)
        self._restarts += 1
        self._spawn()
        return True

    def stop(self) -> None:
        if self.process is not None:
            end(self.process, (self.stop_signal, 20.0), (signal.SIGQUIT, 5.0))
            self.process = None


def _clean_env() -> dict[str, str]:
    """PG* variables of the caller would bend the server; a fixed locale keeps its log in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}
