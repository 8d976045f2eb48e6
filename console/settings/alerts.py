"""Shows open alerts, and lets admins choose where each goes."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from console.frame.notes import Note, leave
from console.frame.page import render
from console.frame.responses import actor
from console.frame.roles import requires
from jobs.models import Alert, AlertDelivery, AlertTarget
from jobs.models.alerts import Rule
from jobs.services.alert_targets import add_target, remove_target, switch_target

if TYPE_CHECKING:
    _TargetForm = forms.ModelForm[AlertTarget]
else:
    _TargetForm = forms.ModelForm


class TargetForm(_TargetForm):
    """A new target; its secret is never shown again."""

    kind = forms.ChoiceField(choices=AlertTarget.KINDS)
    rules = forms.MultipleChoiceField(
        choices=Rule.choices, required=False, widget=forms.CheckboxSelectMultiple, help_text="None chosen: all of them."
    )
    secret = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Signs what a webhook gets.",
    )

    class Meta:
        model = AlertTarget
        fields = ("name", "kind", "address", "rules")
        error_messages: ClassVar = {"name": {"unique": "Somebody of this name is told already; choose another."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.OUTGOING_ALLOW_HOSTS:
            hosts = ", ".join(settings.OUTGOING_ALLOW_HOSTS)
            self.fields["address"].help_text += f"; on this installation also http to {hosts}"

    @property
    def target(self) -> AlertTarget:
        """Of a valid form, not saved yet."""
        self.instance.secret = self.cleaned_data["secret"]
        return self.instance


@requires("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request: HttpRequest) -> HttpResponse:
    form = TargetForm()
    if request.method == "POST":
        form = TargetForm(request.POST)
        if form.is_valid():
            made = add_target(form.target, actor(request))
            leave(request, Note(f"{made.name} will be told."))
            return redirect("console:alerts")
    context = {
        "form": form,
        "targets": AlertTarget.objects.all()[:100],
        "open": Alert.objects.filter(closed_at__isnull=True)[:50],
        "failed": AlertDelivery.objects.filter(state="failed").select_related("alert", "target").order_by("-id")[:10],
    }
    return render(request, "console/settings/alerts.html", context, status=422 if form.errors else 200)


@requires("admin")
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Switches a target on or off, or removes it."""
    get_object_or_404(AlertTarget, pk=pk)
    what = request.POST.get("what", "")
    if what == "remove":
        text = f"{remove_target(pk, actor(request))} is not told any more."
    else:
        target = switch_target(pk, what == "on", actor(request))
        text = f"{target.name} is told again." if target.enabled else f"{target.name} is told nothing for now."
    leave(request, Note(text))
    return redirect("console:alerts")
