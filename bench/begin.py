"""Begins a torture: a folder for its logs, and Django without its chatter."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import django

from jobmanager.embedded.kept import var_dir


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextlib.contextmanager
def folder(keep: bool) -> Iterator[Path]:
    """A folder of this process, removed at the end; with `keep` it is named instead."""
    path = var_dir() / "torture" / str(os.getpid())
    path.mkdir(parents=True)
    try:
        yield path
    finally:
        if keep:
            say(f"Kept: {path}")
        else:
            shutil.rmtree(path, ignore_errors=True)


def set_up_django() -> None:
    """Logs errors only in this process; what it starts logs as the environment says."""
    os.environ["LOG_LEVEL"], level = "ERROR", os.environ.get("LOG_LEVEL", "INFO")
    django.setup()
    os.environ["LOG_LEVEL"] = level
