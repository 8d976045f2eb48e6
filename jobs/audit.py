"""Leaves audit rows, inside the transaction of the deed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

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
    """What one row tells of; `action` in the form `run.requested`, `before` and `after` hold what changed, never a
    secret.
    """

    action: str
    object_type: str
    object_id: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


def record(
    actor: Actor,
    action: str,
    target: models.Model,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditLog:
    """One row; what stands in it is told at `Deed`."""
    deed = Deed(action, target._meta.label_lower, str(target.pk), before or {}, after or {}, reason)
    row = _row(actor, deed)
    row.save(force_insert=True)
    return row


def record_all(actor: Actor, deeds: Iterable[Deed]) -> None:
    """A row for each, in one query."""
    AuditLog.objects.bulk_create([_row(actor, deed) for deed in deeds])


def _row(actor: Actor, deed: Deed) -> AuditLog:
    return AuditLog(actor_id=actor.user_id, actor_name=actor.name, ip=actor.ip, **vars(deed))
