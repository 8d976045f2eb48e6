"""The bucket leaks at a steady rate; nothing of it depends on real time."""

import pytest

from sandbox.cost.bucket import RESTORE_RATES, Buckets


class Time:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def buckets(time: Time) -> Buckets:
    return Buckets(time)


def available(buckets: Buckets, app: str = "a") -> int:
    return int(buckets.status(app)["currentlyAvailable"])


def test_it_begins_full(buckets: Buckets) -> None:
    assert buckets.status("a") == {"maximumAvailable": 2000.0, "currentlyAvailable": 2000, "restoreRate": 100.0}


def test_it_is_charged_and_restored(buckets: Buckets, time: Time) -> None:
    assert buckets.take("a", 752)
    assert available(buckets) == 1248
    time.now += 3
    assert available(buckets) == 1548
    time.now += 60
    assert available(buckets) == 2000


def test_too_few_points_are_left_alone(buckets: Buckets, time: Time) -> None:
    buckets.take("a", 1990)
    assert not buckets.take("a", 11)
    assert available(buckets) == 10
    time.now += 0.01
    assert buckets.take("a", 11)


def test_a_refund_never_overfills(buckets: Buckets) -> None:
    buckets.take("a", 10)
    buckets.refund("a", 4)
    assert available(buckets) == 1994
    buckets.refund("a", 100)
    assert available(buckets) == 2000


def test_each_app_has_its_own(buckets: Buckets) -> None:
    buckets.drain("a")
    assert (available(buckets), available(buckets, "b")) == (0, 2000)
    buckets.refill()
    assert available(buckets) == 2000


def test_a_dearer_plan(buckets: Buckets) -> None:
    buckets.restore_rate = RESTORE_RATES["plus"]
    assert buckets.status("a")["maximumAvailable"] == 20000.0
