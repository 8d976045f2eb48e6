"""Starts child processes that never outlive their parent.

And ends the orphans of an earlier one.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class CannotStart(Exception):
    """A sentence for the person at the keyboard; the program prints it and ends."""


def _die_with_parent(how: signal.Signals) -> Callable[[], None]:
    def in_child() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(how))

    return in_child


def spawn(
    command: Sequence[str],
    *,
    log: Path | None = None,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
    cwd: Path | None = None,
    own_group: bool = True,
    on_parent_death: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start `command`, its output appended to `log` (or ours); on Linux it is signalled when this process dies.

    Only for single-threaded callers: the code between fork and exec must not find a lock held by another thread.
    """
    output = None if log is None else os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        return subprocess.Popen(  # noqa: S603
            list(command),
            stdin=None if log is None else subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            env=None if env is None else dict(env),
            user=user,
            group=None if user is None else user,
            extra_groups=None if user is None else [],
            cwd=cwd,
            start_new_session=own_group,
            preexec_fn=_die_with_parent(on_parent_death),  # noqa: PLW1509 see above
        )
    finally:
        if output is not None:
            os.close(output)


def end(process: subprocess.Popen[bytes], *signals: tuple[signal.Signals, float]) -> None:
    """Send the signals in turn, waiting the given seconds after each; at last kill the whole group."""
    for number, patience in signals:
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
        process.wait()


def orphan(pid: int, folder: Path, program: str) -> psutil.Process | None:
    """The running process `pid`, if it is `program` working in `folder`; a re-used process number is not ours."""
    try:
        process = psutil.Process(pid)
        ours = process.name().startswith(program) and Path(process.cwd()) == folder
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None
    return process if ours else None


def end_orphan(process: psutil.Process, number: signal.Signals) -> None:
    """End a server that an earlier, killed runner left behind."""
    process.send_signal(number)
    _, alive = psutil.wait_procs([process], timeout=20)
    for stubborn in alive:
        stubborn.kill()
    psutil.wait_procs(alive, timeout=5)


def tail(path: Path, lines: int = 12) -> str:
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
