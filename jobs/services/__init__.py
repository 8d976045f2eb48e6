"""Does what people may do with jobs and runs.

Each deed and its audit row are one transaction.
"""

from jobs.services.dead_runs import DeadGroup, dead_groups, ignore_group, ignore_run, retry_group, retry_run
from jobs.services.failed_records import ignore_failed_record, retry_failed_records
from jobs.services.run_control import NotPossible, resume_run, stop_run
from jobs.services.run_request import InvalidParameters, PrerequisiteNotMet, Requested, request_run

__all__ = [
    "DeadGroup",
    "InvalidParameters",
    "NotPossible",
    "PrerequisiteNotMet",
    "Requested",
    "dead_groups",
    "ignore_failed_record",
    "ignore_group",
    "ignore_run",
    "request_run",
    "resume_run",
    "retry_failed_records",
    "retry_group",
    "retry_run",
    "stop_run",
]
