"""Edits connections in Django admin.

A secret can be entered and recognised, never read.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.utils.timesince import timesince
from unfold.widgets import UnfoldAdminPasswordWidget

from integrations.connections import endpoint_for
from integrations.crypto import Secret
from integrations.effects.admin import EffectAdmin
from integrations.effects.models import Effect
from integrations.models import SECRET, ConnectionStatus, ShopifyConnection, WebhookSubscription
from integrations.windows.admin import WatermarkAdmin
from integrations.windows.models import Watermark
from oms.admin.base import BAD, GOOD, RecordAdmin, SettingsAdmin, badge

if TYPE_CHECKING:
    _Form = forms.ModelForm[ShopifyConnection]
else:
    _Form = forms.ModelForm

ENTERED = ("client_secret", "access_token", "refresh_token")


def describe(secret: Secret) -> str:
    """For example "set 3 days ago, ends in …a1b2"."""
    try:
        set_at, ending = secret.set_at, secret.ending
    except ImproperlyConfigured as error:
        return str(error)
    if set_at is None:
        return "not set"
    return f"set {timesince(set_at, depth=1)} ago, ends in {ending}"


class SecretInput(UnfoldAdminPasswordWidget):  # type: ignore[misc]  # the package has no types
    """Never carries a value back to the browser, and asks password managers to stay away."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "new-password"}, render_value=False)


class ConnectionForm(_Form):
    """An empty secret field keeps what is stored."""

    new_access_token = forms.CharField(label="Access token", validators=[SECRET], required=False, widget=SecretInput)
    new_refresh_token = forms.CharField(label="Refresh token", validators=[SECRET], required=False, widget=SecretInput)
    new_client_secret = forms.CharField(label="Client secret", validators=[SECRET], required=False, widget=SecretInput)

    class Meta:
        model = ShopifyConnection
        fields = ("shop", "base_url", "api_version", "grant_type", "client_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ENTERED:
            self.fields[f"new_{name}"].help_text = describe(getattr(self.instance, name))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "shop" in cleaned and "api_version" in cleaned:
            wished = ShopifyConnection(**{name: cleaned.get(name, "") for name in ("shop", "base_url", "api_version")})
            try:
                endpoint_for(wished)
            except ValueError as error:
                raise forms.ValidationError(str(error)) from error
        return cleaned

    def save(self, commit: bool = True) -> ShopifyConnection:
        connection = self.instance
        for name in ENTERED:
            if entered := self.cleaned_data[f"new_{name}"]:
                self._replace(connection, name, entered)
        return super().save(commit)

    def _replace(self, connection: ShopifyConnection, name: str, entered: str) -> None:
        if name == "client_secret":
            connection.previous_client_secret = connection.client_secret
        setattr(connection, name, entered)
        # Somebody mended it: the next call tells whether that was enough.
        connection.status, connection.message = ConnectionStatus.CONNECTED, ""
        if name == "access_token":
            connection.expires_at = None


@admin.register(ShopifyConnection)
class ShopifyConnectionAdmin(SettingsAdmin):
    form = ConnectionForm
    list_display = ("shop", "state", "grant_type", "api_version", "token", "expires_at", "message")
    list_select_related = ("shop",)
    list_filter = ("status", "grant_type")
    search_fields = ("shop__domain", "shop__name")
    autocomplete_fields = ("shop",)
    readonly_fields = ("status", "message", "scopes", "expires_at", "renewed_at", "created_at")
    fieldsets = (
        (None, {"fields": ("shop", ("status", "message"))}),
        ("Address", {"fields": (("base_url", "api_version"),)}),
        ("Access", {"fields": ("grant_type", "client_id", *(f"new_{name}" for name in ENTERED))}),
        ("Granted", {"fields": ("scopes", ("expires_at", "renewed_at"), "created_at")}),
    )
    state = badge("status", {"CONNECTED": GOOD, "NEEDS_ATTENTION": BAD}, "status")

    @admin.display(description="access token")
    def token(self, row: ShopifyConnection) -> str:
        return describe(row.access_token)


@admin.register(WebhookSubscription)
class WebhookSubscriptionAdmin(RecordAdmin):
    """To be read: switched on the console's pages, which ask the shop."""

    list_display = ("topic", "shop", "wanted", "present", "checked_at", "removed_at", "removals")
    list_select_related = ("shop",)
    list_filter = ("wanted", "present")
    ordering = ("shop", "topic")


admin.site.register(Effect, EffectAdmin)
admin.site.register(Watermark, WatermarkAdmin)
