"""Two clocks, three workers that all sweep, sixty schedules every five seconds; the clocks are killed twice."""

import time
from datetime import timedelta
from typing import Any

from bench.engine import load, probes
from bench.engine.stage import Stage
from jobs.engine import schedule_rules
from jobs.engine.due_slots import database_now, with_clock
from jobs.models import JobRun, Pause, Schedule, State

LATE_AT_MOST = timedelta(seconds=15)


def play(stage: Stage, *, seconds: int = 120) -> dict[str, Any]:
    schedules = _schedules()
    for name in ("one", "two", "three"):
        stage.start_engine_worker(name)
    for name in ("beat-1", "beat-2"):
        stage.start_beat(name)
    kills = 0
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        time.sleep(seconds / 3)
        if kills < 2:
            name = f"beat-{kills + 1}"
            stage.kill(name)
            kills += 1
            time.sleep(5)
            stage.start_beat(name)
    end = database_now() - timedelta(seconds=20)
    pauses = [Pause(schedule=each, reason="over", paused_by="torture") for each in Schedule.objects.all()]
    Pause.objects.bulk_create(pauses)
    drained = load.drained(300)
    return _verdict(schedules, end, kills, drained)


def _schedules() -> list[int]:
    from django_celery_beat.models import IntervalSchedule, PeriodicTask

    every, _ = IntervalSchedule.objects.get_or_create(every=5, period="seconds")
    made = []
    for number in range(probes.SCHEDULES):
        task = PeriodicTask.objects.create(name=f"torture {number}", task="jobs.slot", interval=every)
        catch_up = "all" if number % 2 else "latest"
        key = f"bench.scheduled_{number}"
        made.append(Schedule.objects.create(key=key, periodic_task=task, overlap="queue_all", catch_up=catch_up).pk)
    for schedule in with_clock():
        Schedule.objects.filter(pk=schedule.pk).update(fingerprint=schedule_rules.fingerprint(schedule))
    return made


def _verdict(pks: list[int], end: Any, kills: int, drained: float | None) -> dict[str, Any]:
    wrong: list[str] = []
    late = timedelta(0)
    rows = 0
    for schedule in with_clock().filter(pk__in=pks):
        runs = list(JobRun.objects.filter(schedule=schedule, slot_at__lte=end).order_by("slot_at"))
        due = list(schedule_rules.rule_of(schedule).between(schedule.anchor, end))
        rows += len(runs)
        if [run.slot_at for run in runs] != due:
            wrong.append(f"{schedule.key}: {len(runs)} rows for {len(due)} slots")
        wrong += _not_run(schedule, runs)
        late = max([late, *(run.created_at - run.slot_at for run in runs if run.slot_at)])
    done = list(JobRun.objects.filter(state=State.DONE).values_list("pk", flat=True))
    books = load.books(done)
    good = not wrong and books.good and late <= LATE_AT_MOST and kills == 2 and drained is not None and rows > 0
    return {
        "good": good,
        "rows": rows,
        "kills": kills,
        "late": round(late.total_seconds(), 1),
        "lost": len(books.lost),
        "doubled": len(books.doubled),
        "wrong": wrong[:5],
        "drained": drained and round(drained, 1),
    }


def _not_run(schedule: Schedule, runs: list[JobRun]) -> list[str]:
    bad = []
    for run in runs:
        if run.state == State.MISSED and (schedule.catch_up == "all" or run.covered_by_id is None):
            bad.append(f"{schedule.key}: the slot {run.slot_at} was missed and nothing stands for it")
        elif run.state not in (State.DONE, State.MISSED):
            bad.append(f"{schedule.key}: the slot {run.slot_at} ended as {run.state}")
    return bad
