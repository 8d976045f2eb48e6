"""Shows runs, schedules and the audit trail in Django admin, read-only."""

from typing import ClassVar

from django.contrib import admin

from jobs.alerts.admin import AlertAdmin, AlertTargetAdmin
from jobs.models import (
    Alert,
    AlertTarget,
    AuditLog,
    Exclusion,
    ExclusionCalendar,
    FailedRecord,
    Heartbeat,
    JobRun,
    Pause,
    RunChange,
    RunLog,
    Schedule,
)
from oms.admin.base import BAD, BUSY, GOOD, NEUTRAL, WARN, RecordAdmin, RecordInline, badge

admin.site.register(AlertTarget, AlertTargetAdmin)
admin.site.register(Alert, AlertAdmin)
RUN_COLOURS = {
    "pending": BUSY,
    "running": BUSY,
    "done": GOOD,
    "dead": BAD,
    "cancelled": NEUTRAL,
    "skipped": NEUTRAL,
    "missed": WARN,
    "ignored": NEUTRAL,
}
RECORD_COLOURS = {
    "open": BAD,
    "retrying": BUSY,
    "resolved": GOOD,
    "failed_again": BAD,
    "ignored": NEUTRAL,
}


class LogInline(RecordInline):
    model = RunLog
    fields = ("at", "level", "text")
    verbose_name_plural = "log"
    tab = True


class FailedInline(RecordInline):
    model = FailedRecord
    fk_name = "run"
    fields = ("reference", "reason", "message", "state", "at")
    verbose_name_plural = "failed records"
    tab = True


class ChangeInline(RecordInline):
    model = RunChange
    fields = ("kind", "action", "reference", "detail", "at")
    verbose_name_plural = "changes"
    tab = True


@admin.register(JobRun)
class JobRunAdmin(RecordAdmin):
    list_display = ("key", "status", "dry", "shop", "origin", "created_at", "started_at", "finished_at", "requested_by")
    list_select_related = ("shop", "requested_by")
    list_filter = ("state", "origin", "dry")
    ordering = ("-created_at", "-id")
    search_fields = ("key__exact",)
    search_help_text = "The whole key, for example initial_load.import_products"
    inlines = (LogInline, FailedInline, ChangeInline)
    status = badge("state", RUN_COLOURS, "state")


@admin.register(RunLog)
class RunLogAdmin(RecordAdmin):
    list_display = ("at", "run", "level", "text")
    list_select_related = ("run",)
    list_filter = ("level",)
    ordering = ("-id",)


@admin.register(FailedRecord)
class FailedRecordAdmin(RecordAdmin):
    list_display = ("reference", "reason", "message", "status", "run", "at")
    list_select_related = ("run",)
    list_filter = ("state",)
    ordering = ("-id",)
    status = badge("state", RECORD_COLOURS, "state")


@admin.register(AuditLog)
class AuditLogAdmin(RecordAdmin):
    list_display = ("at", "actor_name", "action", "object_type", "object_id", "reason", "ip")
    ordering = ("-at", "-id")


@admin.register(Schedule)
class ScheduleAdmin(RecordAdmin):
    list_display = ("key", "name", "shop", "periodic_task", "overlap", "catch_up", "calendar")
    list_select_related = ("shop", "periodic_task", "calendar")
    list_filter = ("overlap", "catch_up")
    ordering = ("key", "id")
    search_fields = ("key",)


@admin.register(Pause)
class PauseAdmin(RecordAdmin):
    list_display = ("target", "reason", "paused_by", "starts_at", "ends_at", "ended_by")
    list_select_related = ("shop",)
    ordering = ("-starts_at", "-id")


class ExclusionInline(RecordInline):
    model = Exclusion
    fields = ("starts_at", "ends_at", "reason")
    ordering: ClassVar[tuple[str, ...]] = ("starts_at", "id")


@admin.register(ExclusionCalendar)
class ExclusionCalendarAdmin(RecordAdmin):
    list_display = ("name",)
    ordering = ("name",)
    inlines = (ExclusionInline,)


@admin.register(Heartbeat)
class HeartbeatAdmin(RecordAdmin):
    list_display = ("part", "at", "detail")
    ordering = ("part",)
