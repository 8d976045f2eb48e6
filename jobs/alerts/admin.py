"""Shows alerts, their targets and messages in Django admin."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminPasswordWidget

from jobs.models import AlertDelivery, AlertTarget
from jobs.models.alerts import Rule
from jobs.services.alert_targets import EDITS
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


class AlertTargetAdmin(SettingsAdmin):
    form = TargetForm
    list_display = ("name", "kind", "address", "enabled")

    audit_as = EDITS

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if form.cleaned_data.get("new_secret"):
            obj.secret = form.cleaned_data["new_secret"]
        super().save_model(request, obj, form, change)


class DeliveryInline(RecordInline):
    model = AlertDelivery
    fields = ("target", "event", "state", "attempts", "due_at", "sent_at", "error")


class AlertAdmin(RecordAdmin):
    list_display = ("rule", "subject", "text", "opened_at", "closed_at")
    list_filter = ("rule",)
    ordering = ("-opened_at", "-id")
    inlines = (DeliveryInline,)
