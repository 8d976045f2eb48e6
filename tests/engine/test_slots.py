"""Two years of slots in six zones, the two days a year on which the clocks change, and every outage."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.engine.slots import Cron, Interval, Once, clock_changes, upcoming

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kolkata", "UTC"]
EVERY_DAY = {"weekdays": frozenset(range(7)), "days": frozenset(range(1, 32)), "months": frozenset(range(1, 13))}
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def daily(hour: int, minute: int, zone: str, gap: str = "shift") -> Cron:
    return Cron(frozenset({minute}), frozenset({hour}), zone=zone, gap=gap, **EVERY_DAY)


def every(minutes: range, zone: str) -> Cron:
    return Cron(frozenset(minutes), frozenset(range(24)), zone=zone, **EVERY_DAY)


def local(rule: Cron, day: str) -> list[str]:
    zone = ZoneInfo(rule.zone)
    start = datetime.fromisoformat(day).replace(tzinfo=zone).astimezone(UTC) - timedelta(seconds=1)
    slots = rule.between(start, start + timedelta(hours=30))
    return [f"{slot.astimezone(zone):%H:%M%z}" for slot in slots if f"{slot.astimezone(zone):%Y-%m-%d}" == day]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("hour", "minute"), [(0, 30), (1, 30), (2, 15), (2, 30), (13, 0)])
def test_a_daily_slot_comes_once_on_each_of_731_days(zone: str, hour: int, minute: int) -> None:
    info = ZoneInfo(zone)
    start, end = datetime(2026, 1, 1, tzinfo=info), datetime(2028, 1, 1, tzinfo=info)
    slots = list(daily(hour, minute, zone).between(start - timedelta(seconds=1), end - timedelta(seconds=1)))
    assert slots == sorted(set(slots))
    days = [slot.astimezone(info).date() for slot in slots]
    assert len(days) == len(set(days)) == (end.date() - start.date()).days
    on_time = sum(f"{slot.astimezone(info):%H:%M}" == f"{hour:02}:{minute:02}" for slot in slots)
    assert on_time >= len(slots) - 2, "at most the two spring days may shift it"


@pytest.mark.parametrize("zone", ZONES)
def test_a_quarter_hourly_rule_keeps_its_pace_through_every_change(zone: str) -> None:
    slots = list(every(range(0, 60, 15), zone).between(START, END))
    assert {later - earlier for earlier, later in pairwise(slots)} == {timedelta(minutes=15)}


@pytest.mark.parametrize(
    ("rule", "day", "expected"),
    [
        (daily(2, 30, "Europe/Berlin"), "2026-03-29", ["03:30+0200"]),
        (daily(2, 30, "Europe/Berlin", gap="skip"), "2026-03-29", []),
        (daily(2, 30, "Europe/Berlin"), "2026-10-25", ["02:30+0200"]),
        (daily(1, 30, "America/New_York"), "2026-11-01", ["01:30-0400"]),
        (daily(2, 30, "America/New_York"), "2026-03-08", ["03:30-0400"]),
        (daily(2, 15, "Australia/Lord_Howe"), "2026-10-04", ["02:45+1100"]),
        (daily(1, 45, "Australia/Lord_Howe"), "2026-04-05", ["01:45+1100"]),
        (daily(2, 30, "America/Sao_Paulo"), "2026-03-29", ["02:30-0300"]),
        (daily(2, 30, "Asia/Kolkata"), "2026-10-25", ["02:30+0530"]),
    ],
)
def test_the_days_on_which_the_clocks_change(rule: Cron, day: str, expected: list[str]) -> None:
    assert local(rule, day) == expected


def test_an_hourly_rule_runs_in_both_doubled_hours_and_not_in_the_missing_one() -> None:
    rule = every(range(30, 31), "Europe/Berlin")
    assert len(local(rule, "2026-10-25")) == 25
    assert len(local(rule, "2026-03-29")) == 23


def test_days_must_fit_every_set_as_celery_has_it() -> None:
    friday_13th = Cron(
        frozenset({0}), frozenset({9}), frozenset({5}), frozenset({13}), frozenset(range(1, 13)), zone="UTC"
    )
    assert [f"{slot:%Y-%m-%d}" for slot in upcoming(friday_13th, START, 3)] == [
        "2026-02-13",
        "2026-03-13",
        "2026-11-13",
    ]


def test_an_interval_keeps_its_phase_whatever_the_tick() -> None:
    rule = Interval(timedelta(seconds=5), anchor=START + timedelta(seconds=2))
    late = list(rule.between(START, START + timedelta(seconds=14)))
    assert [(slot - START).total_seconds() for slot in late] == [2, 7, 12]
    assert not list(rule.between(START - timedelta(days=1), START)), "nothing before the anchor"


def test_once_is_once() -> None:
    at = START + timedelta(hours=1)
    assert list(Once(at).between(START, END)) == [at]
    assert upcoming(Once(at), START, 5) == [at]
    assert not list(Once(at).between(at, END))


def test_a_rule_that_never_comes_ends_the_search() -> None:
    never = Cron(frozenset({0}), frozenset({0}), frozenset(range(7)), frozenset({30}), frozenset({2}), zone="UTC")
    assert upcoming(never, START, 1) == []


def test_the_clock_changes_of_a_year() -> None:
    changes = clock_changes("Europe/Berlin", datetime(2026, 1, 1, tzinfo=UTC))
    assert changes == [
        (datetime(2026, 3, 29, 1, tzinfo=UTC), timedelta(hours=1)),
        (datetime(2026, 10, 25, 1, tzinfo=UTC), timedelta(hours=-1)),
    ]
    assert clock_changes("Asia/Kolkata", START) == []


crons = st.builds(
    Cron,
    minutes=st.frozensets(st.integers(0, 59), min_size=1, max_size=3),
    hours=st.one_of(st.just(frozenset(range(24))), st.frozensets(st.integers(0, 23), min_size=1, max_size=4)),
    weekdays=st.one_of(st.just(frozenset(range(7))), st.frozensets(st.integers(0, 6), min_size=1)),
    days=st.just(frozenset(range(1, 32))),
    months=st.just(frozenset(range(1, 13))),
    zone=st.sampled_from(ZONES),
    gap=st.sampled_from(["shift", "skip"]),
)
intervals = st.builds(
    Interval, every=st.timedeltas(timedelta(minutes=7), timedelta(hours=9)), anchor=st.just(START - timedelta(days=3))
)
instants = st.integers(0, 719 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@settings(max_examples=150, deadline=None)
@given(
    rule=st.one_of(crons, intervals),
    start=instants,
    ticks=st.lists(st.timedeltas(timedelta(seconds=1), timedelta(hours=30)), min_size=1, max_size=8),
)
def test_however_the_ticks_fall_each_slot_is_seen_once(
    rule: Cron | Interval, start: datetime, ticks: list[timedelta]
) -> None:
    seen, at = [], start
    for tick in ticks:
        seen += rule.between(at, at + tick)
        at += tick
    assert seen == list(rule.between(start, at))
    assert seen == sorted(set(seen))
