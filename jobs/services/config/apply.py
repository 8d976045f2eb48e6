"""Applies a file of schedules whole, or not at all."""

from collections.abc import Sequence

from django.db import transaction

from jobs.audit import Actor
from jobs.services import schedules
from jobs.services.config.plan import SWITCH_OFF, Change


def apply(changes: Sequence[Change], actor: Actor) -> None:
    """One transaction, an audit row for each change. Raises what the services raise, Stale for a plan that is old."""
    with transaction.atomic():
        for change in changes:
            if change.what == SWITCH_OFF and change.schedule:
                schedules.switch(change.schedule.pk, False, actor)
            elif change.wanted:
                wanted = change.wanted
                seen = change.schedule.revision if change.schedule else None
                schedules.save_schedule(wanted.key, wanted.shop, wanted.chosen, actor, name=wanted.name, revision=seen)
