"""Keeps a trial's folder and secrets under var/ between starts."""

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[2]


def var_dir() -> Path:
    """The folder of everything that is written at run time; VAR_DIR moves it."""
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def write_private(path: Path, text: str) -> None:
    """Replace `path` in one step, readable by its owner only: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(text)
    part.replace(path)


def _kept(path: Path, make: str) -> str:
    """The text in `path`, written once with owner-only rights. Of two first readers both get the first one's text."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    write_private(part, make)
    try:
        path.hardlink_to(part)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    return path.read_text().strip()


def local_secret(var: Path, name: str) -> str:
    return _kept(var / "secrets" / name, secrets.token_urlsafe(48))


def local_fernet_key(var: Path) -> str:
    return _kept(var / "secrets" / "field_key", Fernet.generate_key().decode())
