"""Each module's table of addresses or resolvers is listed: nothing is imported for its effect alone."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sandbox
from sandbox.admin_api.resolvers import RESOLVERS
from sandbox.http.messages import Response
from sandbox.http.router import Routes
from sandbox.routes import ROUTES

FOLDER = Path(sandbox.__file__).parent


def tables(name: str) -> Iterator[Any]:
    """The table of every module that has one."""
    for path in sorted(FOLDER.rglob("*.py")):
        if f"\n{name} = " in path.read_text():
            module = path.relative_to(FOLDER.parent).with_suffix("")
            yield getattr(importlib.import_module(".".join(module.parts)), name)


def test_every_address_is_listed() -> None:
    found = list(tables("ROUTES"))
    assert len(found) > 25
    for table in found:
        assert table.handlers.items() <= ROUTES.handlers.items()


def test_every_resolver_is_listed() -> None:
    found = list(tables("RESOLVERS"))
    assert len(found) > 40
    for table in found:
        assert table.fields.items() <= RESOLVERS.fields.items()
        assert table.roots.items() <= RESOLVERS.roots.items()
        assert table.mutations.items() <= RESOLVERS.mutations.items()


def test_no_import_is_excused() -> None:
    assert [path.name for path in FOLDER.rglob("*.py") if "F401" in path.read_text()] == []


def test_two_handlers_can_not_answer_the_same_address() -> None:
    one, other = Routes(), Routes()
    for table in (one, other):
        table.add("GET", "/sand/{grain}", lambda world, request: Response())
    one.add("POST", "/sand/{grain}", lambda world, request: Response())
    with pytest.raises(ValueError, match=r"GET /sand/\{grain\} is answered twice"):
        Routes(one, other)
