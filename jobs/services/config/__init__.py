"""Keeps schedules as a file: written, compared with the database, applied."""

from jobs.services.config.apply import apply
from jobs.services.config.plan import Change, plan
from jobs.services.config.read import Wanted, read
from jobs.services.config.write import write
from jobs.services.config.yaml_lines import BadFile

__all__ = ["BadFile", "Change", "Wanted", "apply", "plan", "read", "write"]
