"""Stores what can be run, what happened and who asked."""

from jobs.models.alerts import Alert, AlertDelivery, AlertTarget
from jobs.models.audit import AuditLog
from jobs.models.heartbeat import Heartbeat
from jobs.models.pause import Pause
from jobs.models.run import JobRun
from jobs.models.run_details import FailedRecord, RunChange, RunLog
from jobs.models.schedule import Exclusion, ExclusionCalendar, Schedule
from work.item import State, WorkItem

__all__ = [
    "Alert",
    "AlertDelivery",
    "AlertTarget",
    "AuditLog",
    "Exclusion",
    "ExclusionCalendar",
    "FailedRecord",
    "Heartbeat",
    "JobRun",
    "Pause",
    "RunChange",
    "RunLog",
    "Schedule",
    "State",
    "WorkItem",
]
