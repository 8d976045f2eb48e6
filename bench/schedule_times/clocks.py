"""The two clocks, as processes, and the schedules each of them is to see."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

QUEUE = "bench"


@dataclass(frozen=True)
class Clock:
    """`task` is the message to look for."""

    name: str
    scheduler: str
    task: str


OURS = Clock("ours", "jobs.engine.scheduling:SlotScheduler", "jobs.run")
STOCK = Clock("stock", "django_celery_beat.schedulers:DatabaseScheduler", "bench.noop")


def prepare(count: int) -> None:
    """As many schedules for each clock, all switched off, all for every minute."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from django_celery_beat.models import CrontabSchedule, PeriodicTask

    from jobs.engine import schedule_rules
    from jobs.engine.due_slots import with_clock
    from jobs.engine.scheduling import NOT_THROUGH_CELERY
    from jobs.models import Schedule

    crontab = CrontabSchedule.objects.create(minute="*")
    for number in range(count):
        PeriodicTask.objects.create(
            name=f"stock {number}", task=STOCK.task, crontab=crontab, queue=QUEUE, enabled=False
        )
        task = PeriodicTask.objects.create(
            name=f"ours {number}", task=NOT_THROUGH_CELERY, crontab=crontab, enabled=False
        )
        key = f"bench.job_{number}"
        Schedule.objects.create(key=key, periodic_task=task, queue=QUEUE, overlap="allow", catch_up="none")
    for schedule in with_clock():
        Schedule.objects.filter(pk=schedule.pk).update(fingerprint=schedule_rules.fingerprint(schedule))


@contextmanager
def running(clock: Clock) -> Iterator[None]:
    """This clock alone, with its own schedules switched on."""
    _enable(clock, enabled=True)
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "jobmanager",
        "beat",
        "-S",
        clock.scheduler,
        "--pidfile=",
        "-l",
        "ERROR",
    ]
    beat = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        beat.terminate()
        try:
            beat.wait(20)
        except subprocess.TimeoutExpired:
            beat.kill()
            beat.wait()
        _enable(clock, enabled=False)


def _enable(clock: Clock, *, enabled: bool) -> None:
    from django_celery_beat.models import PeriodicTask, PeriodicTasks

    mine = PeriodicTask.objects.filter(name__startswith=f"{clock.name} ")
    mine.update(enabled=enabled)
    PeriodicTasks.update_changed()
