"""Collects the words of audited deeds.

From the modules that write the rows.
"""

from functools import cache
from importlib import import_module

from jobs.audit import Deed

# A deed of a module that is not listed here has no words on a page; a test compares the list with the tree.
MODULES = (
    "jobs.audit",
    "jobs.engine.new_run",
    "jobs.services.alert_targets",
    "jobs.services.approve_order",
    "jobs.services.calendars",
    "jobs.services.connect_shop",
    "jobs.services.dead_runs",
    "jobs.services.failed_records",
    "jobs.services.follow_mapping",
    "jobs.services.log_damaged",
    "jobs.services.pauses",
    "jobs.services.run_control",
    "jobs.services.schedules",
    "webhooks.handlers.compliance",
    "webhooks.handlers.uninstalled",
    "webhooks.services.data_requests",
    "webhooks.services.events",
    "webhooks.services.subscriptions",
    "console.api.tokens",
    "console.settings.users",
)


@cache
def deeds() -> dict[str, str]:
    """The words of each deed by its action."""
    found = [value for name in MODULES for value in vars(import_module(name)).values() if isinstance(value, Deed)]
    return {deed.action: deed.words for deed in found}


def words_of(action: str) -> str:
    """Its words; those of its name for an old row, whose deed is no longer done."""
    return deeds().get(action, action.replace(".", " ").replace("_", " "))
