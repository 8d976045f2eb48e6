"""Adds, silences and removes the targets of alerts.

Each deed and its audit row are one transaction.
"""

from django.db import transaction

from jobs import audit
from jobs.audit import Actor, Deed, Edits
from jobs.models import AlertTarget

CREATED = Deed("alert_target.created", "had told of trouble")
CHANGED = Deed("alert_target.changed", "changed the alerts of")
DELETED = Deed("alert_target.deleted", "took away the alerts of")
EDITS = Edits(CREATED, CHANGED, DELETED)


def add_target(target: AlertTarget, actor: Actor) -> AlertTarget:
    """Raises Django's ValidationError: an address that is none of its kind, an unknown rule, a name that is taken."""
    target.full_clean()
    with transaction.atomic():
        target.save()
        after = {"name": target.name, "kind": target.kind, "rules": target.rules}
        audit.record(actor, CREATED, target, after=after)
    return target


def switch_target(pk: int, enabled: bool, actor: Actor) -> AlertTarget:
    with transaction.atomic():
        target = AlertTarget.objects.select_for_update().get(pk=pk)
        before, target.enabled = {"enabled": target.enabled}, enabled
        target.save(update_fields=["enabled"])
        audit.record(actor, CHANGED, target, before=before, after={"enabled": enabled})
    return target


def remove_target(pk: int, actor: Actor) -> str:
    """For good; its name."""
    with transaction.atomic():
        target = AlertTarget.objects.select_for_update().get(pk=pk)
        audit.record(actor, DELETED, target, before={"name": target.name})
        target.delete()
    return target.name
