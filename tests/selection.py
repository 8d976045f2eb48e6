"""Chooses tests: what takes long is left out without --long, and -m django_db finds every test with a database."""

import os
from collections.abc import Sequence

import pytest

# Each with its reason in pyproject.toml, where marks are registered.
LONG = ("browser_all", "crash", "demo", "long")
ALL_EXAMPLES = "TESTS_ALL_EXAMPLES"  # in the environment: processes of a parallel run inherit it
DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
_LEFT_OUT = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help=f"also the tests marked {', '.join(LONG)}")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_LEFT_OUT] = 0
    if config.option.long:
        os.environ[ALL_EXAMPLES] = "yes"


def examples(few: int, *, of: int) -> int:
    """How many examples a test makes up: all `of` them with --long, else a few."""
    return of if ALL_EXAMPLES in os.environ else few


@pytest.hookimpl(tryfirst=True)  # before -m is obeyed
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if DATABASE & set(getattr(item, "fixturenames", ())) and not item.get_closest_marker("django_db"):
            item.add_marker("django_db")
    # What takes a minute comes first: at the end of a parallel run no process is left alone with it.
    items.sort(key=lambda item: not _takes_long(item, (*LONG, "costly")))
    if config.option.long:
        return
    unasked = [name for name in LONG if name not in config.option.markexpr]
    left = [item for item in items if _takes_long(item, unasked)]
    if left:
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=left)
        config.stash[_LEFT_OUT] = len(left)


def _takes_long(item: pytest.Item, names: Sequence[str]) -> bool:
    return any(item.get_closest_marker(name) for name in names)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash[_LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """What each process of a parallel run left out is the same: all collect the same tests."""
    output, config = getattr(node, "workeroutput", {}), node.config  # type: ignore[attr-defined]
    config.stash[_LEFT_OUT] = output.get("left_out", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if left := config.stash[_LEFT_OUT]:
        terminalreporter.write_line(f"Left out, as they take long: {left}. Run them with --long.")
