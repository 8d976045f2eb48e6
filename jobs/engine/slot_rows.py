"""Writes decided slots as runs, and updates their PeriodicTask.

Each step is one statement for all schedules at once: a minute at which two hundred are due must not take seconds.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from jobs.engine import stopping, under_way
from jobs.engine.schedule_words import policies
from jobs.engine.slot_plan import Busy, Plan
from jobs.models import Exclusion, JobRun, Schedule, State

Planning = tuple[Schedule, Plan]


_INSERT = """
INSERT INTO {runs} (key, shop_id, schedule_id, slot_at, origin, queue, parameters, policies, cursor, counters, progress,
                    state, due_at, enqueued_at, finished_at, error)
SELECT schedule.key, schedule.shop_id, schedule.id, said.slot, 'schedule', schedule.queue, schedule.parameters,
       said.policies::jsonb, '{{}}', '{{}}', '{{}}', said.state, said.due,
       CASE WHEN said.state = 'pending' THEN %(now)s END, CASE WHEN said.state <> 'pending' THEN %(now)s END,
       said.reason
FROM unnest(%(schedules)s::bigint[], %(slots)s::timestamptz[], %(states)s::text[], %(dues)s::timestamptz[],
            %(reasons)s::text[], %(policies)s::text[]) AS said (schedule, slot, state, due, reason, policies)
JOIN {schedules} AS schedule ON schedule.id = said.schedule
ORDER BY said.slot, schedule.id
ON CONFLICT DO NOTHING
RETURNING id, queue, state
"""


def write(plans: Sequence[Planning], now: datetime) -> list[tuple[int, str]]:
    """Rows for every planned slot; (run, queue) of those that are to run."""
    made = _insert(plans, now)
    _name_stand_ins(plans)
    for schedule, plan in plans:
        if plan.cancel_running:
            begun = under_way.begun(schedule.key, schedule.shop_id).select_for_update(of=("self",))
            for run in begun.order_by("pk"):
                stopping.stop(run, "Stopped by its schedule: the next slot had come")
    _book(plans)
    return made


def _insert(plans: Sequence[Planning], now: datetime) -> list[tuple[int, str]]:
    """By hand: making, preparing and reading back model instances takes five times as long as the statement."""
    said = [
        (schedule.pk, planned.slot, str(planned.state), planned.due_at or planned.slot, planned.reason, chosen)
        for schedule, plan in plans
        for chosen in [json.dumps(policies(schedule))]
        for planned in plan.rows
    ]
    if not said:
        return []
    names = ("schedules", "slots", "states", "dues", "reasons", "policies")
    columns = dict(zip(names, map(list, zip(*said, strict=True)), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(runs=_table(JobRun), schedules=_table(Schedule)), {**columns, "now": now})
        return [(pk, queue) for pk, queue, state in cursor.fetchall() if state == State.PENDING]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _name_stand_ins(plans: Sequence[Planning]) -> None:
    """Each missed slot names the run that stands for it."""
    for schedule, plan in plans:
        covered = [row.slot for row in plan.rows if row.stands_in]
        stand_in = next((row.stands_in for row in plan.rows if row.stands_in), None)
        run = JobRun.objects.filter(schedule=schedule, slot_at=stand_in).first() if covered else None
        if run:
            JobRun.objects.filter(schedule=schedule, slot_at__in=covered).update(covered_by=run)


def _book(plans: Sequence[Planning]) -> None:
    """Tell the PeriodicTasks what happened, past their `save()`, which would look like an edit."""
    marks: list[tuple[int, datetime, int, bool]] = []
    for schedule, plan in plans:
        started = [row.slot for row in plan.rows if row.state == State.PENDING]
        task = schedule.periodic_task
        if started:
            marks.append((task.pk, started[-1], len(started), bool(task.one_off or task.clocked_id)))
    if not marks:
        return
    table = _table(type(plans[0][0].periodic_task))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS task SET last_run_at = marks.at, total_run_count = total_run_count + marks.runs, "  # noqa: S608  (our own table's name)
            "enabled = enabled AND NOT marks.over FROM unnest(%s::int[], %s::timestamptz[], %s::int[], %s::bool[]) "
            "AS marks(id, at, runs, over) WHERE task.id = marks.id",
            [list(column) for column in zip(*marks, strict=True)],
        )


def busy(schedules: Sequence[Schedule]) -> dict[tuple[str, int | None], Busy]:
    """Runs under way by (job, shop), in one query."""
    found: dict[tuple[str, int | None], Busy] = {}
    runs = under_way.everywhere().filter(key__in={schedule.key for schedule in schedules})
    for pk, key, shop, started in runs.values_list("pk", "key", "shop_id", "started_at"):
        before = found.get((key, shop), Busy())
        if started is not None:
            found[key, shop] = Busy(running=pk, waiting=before.waiting)
        else:
            found[key, shop] = Busy(running=before.running, waiting=before.waiting + 1)
    return found


def closed(schedules: Sequence[Schedule], now: datetime) -> dict[int, list[Any]]:
    """The spans of their exclusion calendars that have begun."""
    calendars = {schedule.calendar_id for schedule in schedules if schedule.calendar_id}
    found: dict[int, list[Any]] = {}
    if calendars:
        spans = Exclusion.objects.filter(calendar__in=calendars, starts_at__lte=now)
        for calendar, start, end, reason in spans.values_list("calendar_id", "starts_at", "ends_at", "reason"):
            found.setdefault(calendar, []).append((start, end, reason))
    return found
