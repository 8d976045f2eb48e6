"""Finds out who calls, and holds each call to its role.

A program comes with its token, a signed-in person with a session.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from console.api import tokens
from console.frame.roles import Role, role_of
from jobs.audit import Actor


@dataclass(frozen=True)
class Caller:
    actor: Actor
    role: Role


class ByToken(HttpBearer):
    """Reads the token of `Authorization: Bearer jm_…`."""

    def __init__(self, needed: Role) -> None:
        super().__init__()
        self.needed = needed

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        row = tokens.find(token)
        if row is None:
            return None
        role = min(Role[row.role.upper()], role_of(row.user))
        return _allowed(Caller(_actor(request, row.user), role), self.needed)


class BySession(APIKeyCookie):
    """The console's own session; changes need its CSRF token too (header `X-CSRFToken`)."""

    def __init__(self, needed: Role) -> None:
        super().__init__()
        self.needed = needed

    def __call__(self, request: HttpRequest) -> Any:
        """Answers 401 without a session: nobody is there to protect from a forged request."""
        return super().__call__(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller:
        user = cast(User, request.user)
        return _allowed(Caller(_actor(request, user), role_of(user)), self.needed)


BySession.param_name = "sessionid"


def needs(role: str) -> list[Any]:
    """Makes what `auth=` of an operation takes."""
    needed = Role[role.upper()]
    return [ByToken(needed), BySession(needed)]


def caller(request: HttpRequest) -> Actor:
    return cast(Caller, request.auth).actor  # type: ignore[attr-defined]


def role(request: HttpRequest) -> Role:
    """The caller's role: the lesser of the token's and the user's."""
    return cast(Caller, request.auth).role  # type: ignore[attr-defined]


def _allowed(who: Caller, needed: Role) -> Caller:
    if who.role < needed:
        raise HttpError(403, f"This needs the role {needed.group}.")
    return who


def _actor(request: HttpRequest, user: User) -> Actor:
    return Actor.of(user, request.META.get("REMOTE_ADDR", ""))
