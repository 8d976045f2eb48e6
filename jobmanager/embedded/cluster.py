"""Makes PostgreSQL's data folder, and clears a killed server's leftovers."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from jobmanager.embedded.process import CannotStart, end_orphan, orphan
from jobmanager.embedded.system_user import programs


def initialise(data: Path, role: str, password: str, user: str | None) -> None:
    """initdb as `user` or ourselves, then one rename: an interrupted start leaves nothing half made."""
    fresh = data.with_name("postgres.new")
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir(mode=0o700)
    with tempfile.NamedTemporaryFile("w", dir=data.parent) as kept:
        kept.write(password)
        kept.flush()
        if user is not None:
            for path in (fresh, kept.name):
                os.chown(path, pwd.getpwnam(user).pw_uid, -1)
        done = subprocess.run(  # noqa: S603
            [
                str(programs() / "initdb"),
                f"--pgdata={fresh}",
                f"--username={role}",
                f"--pwfile={kept.name}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
            ],
            user=user,
            group=user,
            cwd=data.parent,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise CannotStart(f"PostgreSQL can't be set up in {data}:\n{done.stderr.strip()[-1000:]}")
    data.rmdir()
    fresh.rename(data)


def clear_stale_lock(data: Path, stop_signal: signal.Signals) -> None:
    """End the server of a killed runner; forget a process number that another process has now."""
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        lock.unlink(missing_ok=True)
        return
    left = orphan(pid, data, "postgres")
    if left is not None:
        end_orphan(left, stop_signal)
    lock.unlink(missing_ok=True)
