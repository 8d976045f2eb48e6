"""API tokens in Django admin: made, shown once, revoked."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from console.api import tokens
from console.api.models import ApiToken
from jobs.audit import Actor
from oms.admin.base import SettingsAdmin


@admin.register(ApiToken)
class ApiTokenAdmin(SettingsAdmin):
    list_display = ("name", "user", "role", "beginning", "created_at", "expires_at", "used_at", "revoked_at")
    list_select_related = ("user",)
    fields = ("user", "name", "role", "expires_at")
    actions = ("revoke_chosen",)
    audit_as = None  # making and revoking leave their own rows

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        row, token = tokens.issue(obj.user, obj.name, obj.role, _actor(request), obj.expires_at)
        obj.pk = row.pk
        messages.warning(request, f"This is the token of {row.name}; it is shown this once: {token}")

    @admin.action(description="Revoke", permissions=["add"])
    def revoke_chosen(self, request: HttpRequest, chosen: QuerySet[ApiToken]) -> None:
        count = sum(tokens.revoke(row, _actor(request)) for row in chosen)
        messages.success(request, f"{count} tokens revoked.")


def _actor(request: HttpRequest) -> Actor:
    return Actor.of(cast(User, request.user), request.META.get("REMOTE_ADDR", ""))
