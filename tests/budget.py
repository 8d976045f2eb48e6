"""Fails a test that costs more processor time, or sleeps longer on purpose, than a fast suite can bear.

Counted is the time of processors, not of clocks: this process's and that of children which have ended. Where the same
work costs more of it, because the machine is slow or crowded, as much more is allowed, at most twice: that is measured
before a test is called too costly. What a fixture costs that several tests share is charged to none of them.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

MOST_CPU, MOST_ASLEEP = 3.0, 0.3
PIECE, AT_REST = 60_000, 0.007  # numbers to sort as texts, and the seconds that may take where nobody is in the way
MOST_SLOWNESS = 2.0  # on a machine slower than that, tests would have to become cheaper
LOOK = 0.05  # who sleeps no longer than this at a time looks again and again for something that a machine does
# What each is for stands with its registration in pyproject.toml; a costly test says why it is.
EXEMPT = ("browser", "browser_all", "crash", "demo", "costly", "long")
WITH_A_REASON = ("costly", "long")
_sleep, _wait = time.sleep, threading.Condition.wait


@dataclass
class Spent:
    """Seconds of processor time, and seconds that the main thread slept."""

    cpu: float = 0.0
    asleep: float = 0.0

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(self.cpu - other.cpu, self.asleep - other.asleep)

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.cpu + other.cpu, self.asleep + other.asleep)


class Meter:
    """Stands still while a shared fixture is made or taken down."""

    def __init__(self) -> None:
        self.asleep = 0.0
        self._shared = Spent()
        self._stopped: list[Spent] = []

    def _read(self) -> Spent:
        used = os.times()
        return Spent(used.user + used.system + used.children_user + used.children_system, self.asleep)

    def spent(self) -> Spent:
        return self._read() - self._shared

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """What is loaded or made here, is so once for many tests."""
        self.stop()
        try:
            yield
        finally:
            self.go_on()

    def stop(self) -> None:
        self._stopped.append(self._read())

    def go_on(self) -> None:
        began = self._stopped.pop()
        if not self._stopped:
            self._shared += self._read() - began


meter = Meter()
_BEGAN = pytest.StashKey[Spent]()


def _counted_sleep(seconds: float) -> None:
    _count(seconds)
    _sleep(seconds)


def _counted_wait(self: threading.Condition, timeout: float | None = None) -> bool:
    """Of events, queues and conditions: a wait whose time ran out was a sleep."""
    came = _wait(self, timeout)
    if timeout and not came:
        _count(timeout)
    return came


def _count(seconds: float) -> None:
    if seconds > LOOK and threading.current_thread() is threading.main_thread():
        meter.asleep += seconds


def pytest_configure(config: pytest.Config) -> None:
    time.sleep = _counted_sleep
    threading.Condition.wait = _counted_wait  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> Iterator[None]:
    if fixturedef.scope == "function":
        return (yield)
    fixturedef.addfinalizer(meter.go_on)  # the first to be added runs last
    try:
        with meter.standing_still():
            return (yield)
    finally:
        fixturedef.addfinalizer(meter.stop)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    item.stash[_BEGAN] = meter.spent()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    result = yield
    if told := complaint(item, meter.spent() - item.stash[_BEGAN]):
        pytest.fail(told, pytrace=False)
    return result


def complaint(item: pytest.Item, spent: Spent) -> str:
    """What is wrong with what the test cost, and what to do; "" if nothing is."""
    for name in WITH_A_REASON:
        marker = item.get_closest_marker(name)
        if marker and not (marker.args and marker.args[0]):
            return f'Say why this test may be {name}: @pytest.mark.{name}("reason")'
    if any(item.get_closest_marker(name) for name in EXEMPT):
        return ""
    if spent.cpu > MOST_CPU and spent.cpu > (most := MOST_CPU * slowness()):
        return f"This test took {spent.cpu:.1f} s of processor time; {most:.1f} s is the most. {ADVICE}"
    if spent.asleep > MOST_ASLEEP:
        return f"This test slept {spent.asleep:.1f} s; {MOST_ASLEEP} s is the most. {ADVICE}"
    return ""


def slowness() -> float:
    """How many times the processor time of a machine at rest the same work costs here and now; 1 to 2."""
    return min(MOST_SLOWNESS, max(1.0, *(_piece_of_work() / AT_REST for _ in range(5))))


def _piece_of_work() -> float:
    began = time.process_time()
    sorted(str(number) for number in range(PIECE))
    return time.process_time() - began


ADVICE = "Make it cheaper, wait with tests.waiting.until, or see in docs/testing.md when a test may be costly"
