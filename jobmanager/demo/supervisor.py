"""Keeps processes running: starts, restarts and ends them together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jobmanager.embedded.process import CannotStart, end, spawn, tail

_FIRST_WAIT = 1.0
_LONGEST_WAIT = 30.0
_CALM = 60.0


@dataclass
class Part:
    """One process. `ready` is asked until it is true, at most `patience` seconds."""

    name: str
    command: Sequence[str]
    ready: Callable[[], bool]
    patience: float = 60.0
    env: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    wait: float = _FIRST_WAIT


class Supervisor:
    def __init__(self, parts: Sequence[Part], logs: Path, say: Callable[[str], None]) -> None:
        self.parts = parts
        self.logs = logs
        self.say = say
        self.patience = 10.0  # seconds for all to end by themselves

    def log(self, part: Part) -> Path:
        return self.logs / f"{part.name}.log"

    def start(self) -> None:
        """Start every part, then wait until each is ready. Raises CannotStart with the end of the log."""
        self.logs.mkdir(parents=True, exist_ok=True)
        for part in self.parts:
            self._spawn(part)
        for part in self.parts:
            self._await(part)

    def _spawn(self, part: Part) -> None:
        part.process = spawn(part.command, log=self.log(part), env={**os.environ, **part.env})
        part.started_at = time.monotonic()

    def _await(self, part: Part) -> None:
        give_up = time.monotonic() + part.patience
        while not part.ready():
            ended = part.process is not None and part.process.poll() is not None
            if ended or time.monotonic() > give_up:
                what = "ended at once" if ended else f"was not ready after {part.patience:.0f} s"
                raise CannotStart(f"{part.name} {what}. Its log, {self.log(part)}, ends with:\n{tail(self.log(part))}")
            time.sleep(0.05)

    def tick(self) -> None:
        """Look after the parts once: call this a few times a second."""
        now = time.monotonic()
        for part in self.parts:
            if part.process is None:
                if now >= part.start_again_at:
                    self._spawn(part)
            elif part.process.poll() is not None:
                self._died(part, part.process.returncode, now)

    def _died(self, part: Part, code: int, now: float) -> None:
        if now - part.started_at > _CALM:
            part.wait = _FIRST_WAIT
        how = f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
        self.say(f"{part.name} ended ({how}): starting it again in {part.wait:.0f} s; log: {self.log(part)}")
        part.process = None
        part.start_again_at = now + part.wait
        part.wait = min(part.wait * 2, _LONGEST_WAIT)

    def stop(self) -> None:
        """Ask all at once, give them time, then end them. Work in hand goes on at the next start."""
        living = [part.process for part in self.parts if part.process is not None]
        for process in living:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        give_up = time.monotonic() + self.patience
        while time.monotonic() < give_up and any(process.poll() is None for process in living):
            time.sleep(0.05)
        for process in living:
            end(process, (signal.SIGQUIT, 2.0))
        for part in self.parts:
            part.process = None
