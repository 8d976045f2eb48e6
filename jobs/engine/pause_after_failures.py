"""Pauses a schedule that keeps failing, if its operator asked for that."""

from django.db import transaction

from jobs.models import JobRun, Pause, Schedule, State

ENGINE_NAME = "the engine"


def pause_if_failing(run: JobRun) -> bool:
    """Pauses a dead run's schedule when its last n runs all died.

    Only runs that started count, and dry runs neither way. Says whether it did.
    """
    if run.schedule_id is None or run.dry:
        return False
    with transaction.atomic():
        schedule = Schedule.objects.select_for_update().get(pk=run.schedule_id)
        limit = schedule.pause_after_failures
        if not limit or schedule.pause:
            return False
        ended = JobRun.objects.filter(schedule=schedule, state__in=(State.DONE, State.DEAD), dry=False)
        last = list(ended.order_by("-slot_at", "-id").values_list("state", flat=True)[:limit])
        if len(last) < limit or set(last) != {State.DEAD}:
            return False
        reason = f"{limit} runs in a row failed; the last one is run {run.pk}"
        Pause.objects.create(schedule=schedule, reason=reason, paused_by=ENGINE_NAME)
    return True
