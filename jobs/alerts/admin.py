"""Targets of alerts, alerts and their messages in Django admin."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminPasswordWidget

from jobs import audit
from jobs.audit import Actor
from jobs.models import Alert, AlertDelivery, AlertTarget
from jobs.models.alerts import Rule
from oms.admin.base import RecordAdmin, RecordInline, SettingsAdmin

if TYPE_CHECKING:
    _Form = forms.ModelForm[AlertTarget]
else:
    _Form = forms.ModelForm


class TargetForm(_Form):
    """An empty secret field keeps what is stored."""

    rules = forms.MultipleChoiceField(choices=Rule.choices, required=False, help_text="None chosen = all.")
    new_secret = forms.CharField(
        label="Secret",
        required=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}, render_value=False),
        help_text="Signs what a webhook gets: header X-Jobmanager-Signature, HMAC-SHA256 of the body.",
    )

    class Meta:
        model = AlertTarget
        fields = ("name", "kind", "address", "rules", "enabled")


@admin.register(AlertTarget)
class AlertTargetAdmin(SettingsAdmin):
    form = TargetForm
    list_display = ("name", "kind", "address", "enabled")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with transaction.atomic():
            if form.cleaned_data.get("new_secret"):
                obj.secret = form.cleaned_data["new_secret"]
            obj.save()
            names = ("name", "kind", "address", "rules", "enabled")
            after = {name: getattr(obj, name) for name in names}
            actor = Actor.of(cast(User, request.user), request.META.get("REMOTE_ADDR", ""))
            audit.record(actor, "alert_target.changed" if change else "alert_target.created", obj, after=after)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            actor = Actor.of(cast(User, request.user), request.META.get("REMOTE_ADDR", ""))
            audit.record(actor, "alert_target.deleted", obj, before={"name": obj.name, "address": obj.address})
            obj.delete()


class DeliveryInline(RecordInline):
    model = AlertDelivery
    fields = ("target", "event", "state", "attempts", "due_at", "sent_at", "error")


@admin.register(Alert)
class AlertAdmin(RecordAdmin):
    list_display = ("rule", "subject", "text", "opened_at", "closed_at")
    list_filter = ("rule",)
    ordering = ("-opened_at", "-id")
    inlines = (DeliveryInline,)
