"""Worker children that kill themselves at the product's named points, as often as the storm allows by now.

Three files in the folder STORM_DEATHS: `allowed` holds how many may have died by now, `died` a line for each death,
`seed` the dice. The points follow one another; at which passing of its point a child dies is by chance.
"""

import os
import random
import signal
from pathlib import Path

# In the order of a batch's life. after-end lies between the end of an event and its effects, in one transaction.
POINTS = ("after-claim", "after-read", "after-end", "mid-effects", "before-commit", "after-commit")
_LATEST = {"after-claim": 2}


class Fate:
    """Of one process; forked children have their own."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._seed = seed
        self._pid = 0
        self._point, self._left = "", 0

    def passes(self, name: str, _phase: str = "") -> None:
        if self._pid != os.getpid():
            self._pid = os.getpid()
            self._choose()
        if name != self._point:
            return
        self._left -= 1
        if self._left <= 0 and self._may():
            _append(self._folder / "died", name)
            os.kill(os.getpid(), signal.SIGKILL)

    def _choose(self) -> None:
        number = len(deaths(self._folder))
        dice = random.Random(f"{self._seed}/{number}/{self._pid}")
        self._point = POINTS[number % len(POINTS)]
        self._left = dice.randint(1, _LATEST.get(self._point, 8))

    def _may(self) -> bool:
        if len(deaths(self._folder)) < allowed(self._folder):
            return True
        self._choose()
        return False


def deaths(folder: Path) -> list[str]:
    """The points of all deaths so far."""
    file = folder / "died"
    return file.read_text().split() if file.exists() else []


def allowed(folder: Path) -> int:
    file = folder / "allowed"
    return int(file.read_text() or 0) if file.exists() else 0


def allow(folder: Path, many: int) -> None:
    part = folder / "allowed.part"
    part.write_text(str(many))
    part.replace(folder / "allowed")


def _append(file: Path, name: str) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(handle, f"{name}\n".encode())
    os.close(handle)
