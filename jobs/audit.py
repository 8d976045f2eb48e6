"""The one way to leave an audit row. Call it inside the transaction of the deed."""

from dataclasses import dataclass
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


def record(
    actor: Actor,
    action: str,
    target: models.Model,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditLog:
    """`action` in the form `run.requested`; `before` and `after` hold what changed, never a secret."""
    return AuditLog.objects.create(
        actor_id=actor.user_id,
        actor_name=actor.name,
        ip=actor.ip,
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        before=before or {},
        after=after or {},
        reason=reason,
    )
