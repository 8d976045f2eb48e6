"""Importing every module that registers fields or addresses, so that none has to be listed."""

import functools
import importlib
import pkgutil
from collections.abc import Iterator

import sandbox

# Rooms whose modules register nothing; who needs them imports them.
_PLAIN = frozenset({"files", "generator", "builders", "search", "state", "__main__"})


@functools.lru_cache(maxsize=1)
def load_all() -> None:
    for module in pkgutil.iter_modules(sandbox.__path__):
        if module.name not in _PLAIN:
            for name in _within(f"sandbox.{module.name}"):
                importlib.import_module(name)


def _within(name: str) -> Iterator[str]:
    yield name
    for child in pkgutil.iter_modules(getattr(importlib.import_module(name), "__path__", ())):
        yield from _within(f"{name}.{child.name}")
