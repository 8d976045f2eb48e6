"""For every schedule and every outage: slots decided = slots due, each once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.engine import due_slots, schedule_rules, scheduling, wake
from jobs.engine.slot_plan import Busy, Policies, decide
from jobs.engine.slots import Cron, Interval, Rule
from jobs.models import JobRun, Schedule
from jobs.models.schedule import CatchUp, Overlap
from tests.clock.test_two_years import ZONES
from tests.selection import examples

START = datetime(2026, 3, 7, tzinfo=UTC)
SPAN = timedelta(days=40)  # over the changes of New York, Berlin and Lord Howe

minutes = st.sampled_from(["0", "30", "59", "*/20", "5,35"])
hours = st.sampled_from(["*", "0", "2", "1-3", "*/6"])
weekdays = st.sampled_from(["*", "0", "1-5"])
lines = st.tuples(minutes, hours, weekdays, st.just("*"), st.just("*"))
zones, gaps = st.sampled_from(ZONES), st.sampled_from(["shift", "skip"])
crons: st.SearchStrategy[Cron] = st.builds(schedule_rules.cron_rule, lines, zones, gaps)
intervals = st.builds(
    Interval, st.integers(300, 200_000).map(lambda s: timedelta(seconds=s)), st.just(START - timedelta(hours=7))
)
# Looks at the schedule, some seconds or some weeks apart: everything between two of them is an outage.
looks = st.lists(st.integers(1, int(SPAN.total_seconds())), min_size=1, max_size=30, unique=True).map(
    lambda seconds: [START + timedelta(seconds=each) for each in sorted(seconds)]
)
policies = st.builds(
    Policies,
    overlap=st.sampled_from(Overlap.values),
    catch_up=st.sampled_from(CatchUp.values),
    window=st.integers(0, 200).map(lambda h: timedelta(hours=h)),
    spread=st.integers(0, 600).map(lambda s: timedelta(seconds=s)),
    skip_slot=st.none() | st.just(START + timedelta(days=3)),
    closed=st.sampled_from([(), ((START, START + timedelta(days=2), "sale"),)]),
)
busy = st.builds(Busy, running=st.none() | st.just(7), waiting=st.integers(0, 3))


@pytest.mark.costly("many lives of a schedule, each as long as chance makes it")
@settings(max_examples=examples(80, of=300), deadline=None)
@given(rule=crons | intervals, looks=looks, policies=policies, busy=busy)
def test_however_it_is_looked_at(rule: Rule, looks: list[datetime], policies: Policies, busy: Busy) -> None:
    decided: list[datetime] = []
    cursor = START
    for now in looks:
        plan = decide(list(rule.between(cursor, now)), now, policies, busy)
        decided += [row.slot for row in plan.rows]
        assert all(row.reason or row.state == "pending" for row in plan.rows)
        assert all(row.stands_in in {each.slot for each in plan.rows} for row in plan.rows if row.stands_in)
        cursor = now
    assert decided == list(rule.between(START, looks[-1]))
    assert len(decided) == len(set(decided))


@pytest.mark.django_db
def test_however_it_is_looked_at_in_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same through the real tables, with a clock that also goes back."""
    clock = {"now": START}
    monkeypatch.setattr(due_slots, "database_now", lambda: clock["now"])
    monkeypatch.setattr(wake, "runs", lambda due: None)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(
        line=lines,
        zone=zones,
        every=st.none() | st.integers(600, 90_000),
        looks=looks,
        back=st.sampled_from([timedelta(0), timedelta(hours=1), timedelta(days=3)]),
        catch_up=st.sampled_from(CatchUp.values),
        overlap=st.sampled_from(Overlap.values),
    )
    def any_life(
        line: Any, zone: str, every: int | None, looks: list[datetime], back: timedelta, **chosen: str
    ) -> None:
        with transaction.atomic():
            schedule = made(line, zone, every, **chosen)
            rule = schedule_rules.rule_of(schedule)
            last = looks[-1]
            for now in (*looks, last - back, last - back + timedelta(minutes=5), last):
                clock["now"] = min(max(START, now), last)
                due_slots.decide_due()
            runs = JobRun.objects.filter(schedule=schedule).order_by("slot_at")
            assert list(runs.values_list("slot_at", flat=True)) == list(rule.between(START, last))
            # Not deleted: the test's end would look for each of some ten thousand runs in every table that names runs.
            transaction.set_rollback(True)

    any_life()


def made(line: tuple[str, ...], zone: str, every: int | None, **chosen: str) -> Schedule:
    """Looked at for the first time at START."""
    task = PeriodicTask(name="probe", task=scheduling.NOT_THROUGH_CELERY)
    if every:
        task.interval, _ = IntervalSchedule.objects.get_or_create(every=every, period="seconds")
    else:
        minute, hour, weekday, day, month = line
        task.crontab = CrontabSchedule.objects.create(
            minute=minute, hour=hour, day_of_week=weekday, day_of_month=day, month_of_year=month, timezone=zone
        )
    task.save()
    anchor = START - timedelta(hours=7)
    schedule = Schedule.objects.create(
        key="miscellaneous.probe", periodic_task=task, anchor=anchor, cursor=START, catch_up_hours=60, **chosen
    )
    schedule = due_slots.with_clock().get(pk=schedule.pk)
    Schedule.objects.filter(pk=schedule.pk).update(fingerprint=schedule_rules.fingerprint(schedule))
    return schedule
