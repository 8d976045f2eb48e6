"""Saves and loads the store's content as one JSON file.

The file is replaced as a whole.
"""

import json
import os
from pathlib import Path
from typing import Any

import msgspec

from sandbox.state.json_encoding import spelled
from sandbox.state.store import Store
from sandbox.state.tables import Tables

_VERSION = 1


class DamagedSnapshot(Exception):
    """Names a file that is no whole snapshot, and its fault."""


class _Snapshot(msgspec.Struct):
    version: int
    offset_seconds: float
    tables: Tables


def save(store: Store, path: Path) -> None:
    """Writes everything; a reader finds the old file or the new one."""
    with store.lock:
        snapshot = _Snapshot(_VERSION, store.clock.offset.total_seconds(), store.tables)
        content = spelled(snapshot)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def load(path: Path, store: Store | None = None) -> Store:
    """Fills a store from the file. Raises FileNotFoundError, DamagedSnapshot."""
    try:
        snapshot = _decode(path.read_bytes())
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, ValueError) as error:
        raise DamagedSnapshot(f"{path} is not a whole snapshot of a store: {error}") from error
    if snapshot.version != _VERSION:
        raise DamagedSnapshot(f"{path} is of version {snapshot.version}, only version {_VERSION} can be read")
    store = store or Store()
    store.replace(snapshot.tables)
    if snapshot.offset_seconds > store.clock.offset.total_seconds():
        store.clock.advance(snapshot.offset_seconds - store.clock.offset.total_seconds())
    return store


def _decode(content: bytes) -> _Snapshot:
    try:
        return msgspec.json.decode(content, type=_Snapshot)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        plain: Any = json.loads(content)
        return msgspec.convert(plain, _Snapshot, strict=False)
