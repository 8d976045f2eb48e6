"""Schedules as a file: written out, compared with the database, and made so."""

from jobs.services.config.applying import apply
from jobs.services.config.lines import BadFile
from jobs.services.config.planning import Change, plan
from jobs.services.config.reading import Wanted, read
from jobs.services.config.writing import write

__all__ = ["BadFile", "Change", "Wanted", "apply", "plan", "read", "write"]
