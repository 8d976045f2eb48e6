"""Makes, finds and revokes tokens.

The token itself is shown once, when it is made, and kept nowhere.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from console.api.models import ApiToken
from jobs import audit
from jobs.audit import Actor, Deed

ISSUED = Deed("token.issued", "issued the API token")
REVOKED = Deed("token.revoked", "revoked the API token")

PREFIX = "jm_"
_SHOWN = 8
_TO_THE_MINUTE = timedelta(minutes=1)


def issue(user: User, name: str, role: str, actor: Actor, expires_at: datetime | None = None) -> tuple[ApiToken, str]:
    """Makes a token; returns its row and the token itself.

    It has 256 random bits, so a plain digest is enough to keep.
    """
    token = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        row = ApiToken.objects.create(
            user=user,
            name=name,
            role=role,
            beginning=token[:_SHOWN],
            digest=digest(token),
            created_by=actor.name,
            expires_at=expires_at,
        )
        after = {"name": name, "role": role, "user": user.get_username()}
        audit.record(actor, ISSUED, row, after=after)
    return row, token


def revoke(row: ApiToken, actor: Actor) -> bool:
    """Revokes a token; returns whether it was valid until now."""
    with transaction.atomic():
        changed = ApiToken.objects.filter(pk=row.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
        if changed:
            audit.record(actor, REVOKED, row, before={"name": row.name})
    return bool(changed)


def find(token: str) -> ApiToken | None:
    """Finds the valid token of an active user, and notes its use.

    To the minute, so that a busy program costs few writes.
    """
    if not token.startswith(PREFIX):
        return None
    now = timezone.now()
    valid = Q(revoked_at__isnull=True) & (Q(expires_at__isnull=True) | Q(expires_at__gt=now))
    row = ApiToken.objects.select_related("user").filter(valid, digest=digest(token), user__is_active=True).first()
    if row and (row.used_at is None or row.used_at < now - _TO_THE_MINUTE):
        ApiToken.objects.filter(pk=row.pk).update(used_at=now)
    return row


def digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
