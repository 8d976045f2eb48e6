"""Names points at which a chaos test may kill this process.

`CHAOS_POINT=after-claim` kills at the first passing of that point, `after-claim:3` at the third. A long job keeps the
name of its phase in its cursor; `loading/mid-chunk:2` counts the passings in that phase alone.

A chunk passes mid-chunk, before-commit and after-chunk; the end of a run before-commit and after-commit.
"""

import os
import signal
from collections import Counter

_passed: Counter[str] = Counter()


def point(name: str, phase: str = "") -> None:
    """Nothing, unless the environment names this point; then SIGKILL to ourselves at its n-th passing.

    `CHAOS_ONCE` names a file that is made first: a process that finds it already there lives on, so that a restarted
    worker isn't killed at the same point for ever.
    """
    wanted = os.environ.get("CHAOS_POINT")
    if not wanted:
        return
    target, _, nth = wanted.partition(":")
    if target not in (name, f"{phase}/{name}"):
        return
    _passed[target] += 1
    if _passed[target] == int(nth or 1) and _first_time():
        os.kill(os.getpid(), signal.SIGKILL)


def _first_time() -> bool:
    flag = os.environ.get("CHAOS_ONCE")
    if not flag:
        return True
    try:
        os.close(os.open(flag, os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return False
    return True
