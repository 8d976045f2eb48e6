"""Three roles; each may do all that the ones before it may.

A view without a declared role is refused by `console.frame.middleware.DeclaredRoles` and by `manage.py check`.
"""

import logging
from collections.abc import Callable
from enum import IntEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django_htmx.middleware import HtmxDetails

log = logging.getLogger(__name__)
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Role(IntEnum):
    NOBODY = 0
    VIEWER = 1
    OPERATOR = 2
    ADMIN = 3

    @property
    def group(self) -> str:
        return self.name.lower()


GROUPS = (Role.VIEWER.group, Role.OPERATOR.group, Role.ADMIN.group)


def create_groups(**kwargs: Any) -> None:
    """Creates the groups that carry the roles, after each migration."""
    for name in GROUPS:
        Group.objects.get_or_create(name=name)


def grant(user: User, role: str) -> None:
    """Gives this role, and takes the other two. Raises ValueError."""
    if role not in GROUPS:
        raise ValueError(f"{role!r} is none of {', '.join(GROUPS)}")
    group, _ = Group.objects.get_or_create(name=role)
    user.groups.remove(*Group.objects.filter(name__in=GROUPS).exclude(pk=group.pk))
    user.groups.add(group)


def role_of(user: AbstractBaseUser | AnonymousUser) -> Role:
    """The highest role; asked once per user object."""
    known = getattr(user, "_console_role", None)
    if known is None:
        known = _find(user)
        user._console_role = known  # type: ignore[union-attr]
    return cast(Role, known)


def _find(user: AbstractBaseUser | AnonymousUser) -> Role:
    if not isinstance(user, User) or not user.is_active:
        return Role.NOBODY
    if user.is_superuser:
        return Role.ADMIN
    names = user.groups.filter(name__in=GROUPS).values_list("name", flat=True)
    return max((Role[name.upper()] for name in names), default=Role.NOBODY)


def requires(role: str) -> Callable[[View[P]], View[P]]:
    """Opens the view to this role and the ones above it.

    Others are sent to the login, or refused.
    """
    needed = Role[role.upper()]

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_login(request)
            if role_of(request.user) < needed:
                log.warning("%s was refused %s %s", request.user, request.method, request.path)
                raise PermissionDenied(f"This needs the role {needed.group}.")
            return view(request, *args, **kwargs)

        guarded.console_role = needed  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Opens the view to everybody, on purpose."""
    view.console_role = Role.NOBODY  # type: ignore[attr-defined]
    return view


def declared_role(view: object) -> Role | None:
    return getattr(view, "console_role", None)


def _to_login(request: HttpRequest) -> HttpResponseBase:
    """Sends the whole page to the login, and back afterwards.

    A fragment can't show a login page.
    """
    htmx = cast(HtmxDetails, request.htmx)  # type: ignore[attr-defined]
    if not htmx:
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
    page = urlsplit(htmx.current_url or "/")
    answer = HttpResponse("Your session has ended.", status=401, content_type="text/plain")
    answer["HX-Redirect"] = f"{resolve_url('console:login')}?{urlencode({'next': page.path or '/'})}"
    return answer
