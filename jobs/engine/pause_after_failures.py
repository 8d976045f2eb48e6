"""Pauses a schedule that keeps failing, if its operator asked for that."""

from django.db import transaction
from django.utils import timezone

from jobs.models import JobRun, Schedule, State

ENGINE_NAME = "the engine"


def pause_if_failing(run: JobRun) -> bool:
    """After a dead run: pause its schedule when the last n runs of it that started all died. Says whether it did.
    Dry runs count neither way.
    """
    if run.schedule_id is None or run.dry:
        return False
    with transaction.atomic():
        schedule = Schedule.objects.select_for_update().get(pk=run.schedule_id)
        limit = schedule.pause_after_failures
        if not limit or schedule.paused_at:
            return False
        ended = JobRun.objects.filter(schedule=schedule, state__in=(State.DONE, State.DEAD), dry=False)
        last = list(ended.order_by("-slot_at", "-id").values_list("state", flat=True)[:limit])
        if len(last) < limit or set(last) != {State.DEAD}:
            return False
        schedule.paused_at, schedule.paused_until = timezone.now(), None
        schedule.paused_by = ENGINE_NAME
        schedule.pause_reason = f"{limit} runs in a row failed; the last one is run {run.pk}"
        schedule.save(update_fields=["paused_at", "paused_until", "paused_by", "pause_reason"])
    return True
