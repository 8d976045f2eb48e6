"""Writes audit rows, always inside the transaction of the deed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import models

from jobs.models import AuditLog


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in user, or a part of the system by its name. `ip` as the web server saw it."""

    name: str
    user_id: int | None = None
    ip: str = ""

    @classmethod
    def of(cls, user: User | AbstractBaseUser, ip: str = "") -> "Actor":
        return cls(user.get_username(), user.pk, ip)


SYSTEM = Actor("system")
COMMAND_LINE = Actor("command line")


@dataclass(frozen=True)
class Deed:
    """What may be done and leaves a row.

    `action` in the table, like `run.stopped`; `words` in a sentence, like "stopped". The module that writes the row
    holds it; `console/presentation/deeds.py` lists those modules.
    """

    action: str
    words: str


class Edits(NamedTuple):
    """What Django admin may do to a kind of record."""

    created: Deed
    changed: Deed
    deleted: Deed


RECORD_CREATED = Deed("record.created", "made the record")
RECORD_CHANGED = Deed("record.changed", "changed the record")
RECORD_DELETED = Deed("record.deleted", "deleted the record")
RECORD_ACTED = Deed("record.acted", "chose an action for the record")
RECORD_EDITS = Edits(RECORD_CREATED, RECORD_CHANGED, RECORD_DELETED)


@dataclass(frozen=True)
class Entry:
    """One row: the deed and what it was done to. `before` and `after` hold what changed, never a secret."""

    deed: Deed
    object_type: str
    object_id: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


def record(
    actor: Actor,
    deed: Deed,
    target: models.Model,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditLog:
    """Write one row; `Entry` says what stands in it."""
    entry = Entry(deed, target._meta.label_lower, str(target.pk), before or {}, after or {}, reason)
    row = _row(actor, entry)
    row.save(force_insert=True)
    return row


def record_all(actor: Actor, entries: Iterable[Entry]) -> None:
    """Write a row for each, in one query."""
    AuditLog.objects.bulk_create([_row(actor, entry) for entry in entries])


def _row(actor: Actor, entry: Entry) -> AuditLog:
    return AuditLog(
        actor_id=actor.user_id,
        actor_name=actor.name,
        ip=actor.ip,
        action=entry.deed.action,
        object_type=entry.object_type,
        object_id=entry.object_id,
        before=entry.before,
        after=entry.after,
        reason=entry.reason,
    )
