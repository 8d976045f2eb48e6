"""Connects shops, and tests their connections.

No secret is ever shown.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.frame.notes import Note, leave
from console.frame.page import render
from console.frame.responses import actor, answer
from console.frame.roles import Role, requires, role_of
from integrations.models import LONGEST_DOMAIN, MYSHOPIFY_DOMAIN, SECRET, ConnectionStatus, ShopifyConnection
from integrations.onboarding import Credentials
from jobs.services.connect_shop import Answered, connect_shop, try_connection
from oms.models import Shop

_SECRET = forms.PasswordInput(attrs={"autocomplete": "off"})


class ConnectForm(forms.Form):
    """An access token, or the client id and secret of an app."""

    domain = forms.RegexField(
        MYSHOPIFY_DOMAIN,
        max_length=LONGEST_DOMAIN,
        label="Shop's domain",
        help_text="for example my-store.myshopify.com",
        error_messages={"invalid": "Write it like my-store.myshopify.com, in small letters."},
    )
    token = forms.CharField(
        label="Access token", max_length=500, validators=[SECRET], required=False, widget=_SECRET,
        help_text="of a custom app",
    )  # fmt: skip
    client_id = forms.CharField(label="Client id", max_length=255, validators=[SECRET], required=False)
    client_secret = forms.CharField(
        label="Client secret", max_length=500, validators=[SECRET], required=False, widget=_SECRET,
        help_text="also signs the webhooks",
    )  # fmt: skip

    def clean(self) -> None:
        given = self.cleaned_data
        if not given.get("token") and not (given.get("client_id") and given.get("client_secret")):
            raise forms.ValidationError("Give an access token, or a client id and a client secret.")


@dataclass(frozen=True)
class Shown:
    """`since` is when the token in use was had."""

    shop: Shop
    connection: ShopifyConnection | None
    scopes: list[str]
    since: datetime | None

    @property
    def broken(self) -> bool:
        return self.connection is not None and self.connection.status != ConnectionStatus.CONNECTED


def shown() -> list[Shown]:
    found = []
    for shop in Shop.objects.select_related("connection", "store").order_by("domain"):
        connection = getattr(shop, "connection", None)
        scopes = sorted(filter(None, connection.scopes.split(","))) if connection else []
        since = (connection.renewed_at or connection.created_at) if connection else None
        found.append(Shown(shop, connection, scopes, since))
    return found


@requires("viewer")
@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """Leads to the first page of settings, which have none themselves."""
    return redirect("console:shops")


@requires("viewer")
@require_http_methods(["GET", "HEAD", "POST"])
def shops(request: HttpRequest) -> HttpResponse:
    """Shows shops; an admin's POST connects one, or renews its credentials."""
    form = ConnectForm()
    if request.method == "POST":
        if role_of(request.user) < Role.ADMIN:
            return render(request, "console/settings/refused.html", {}, status=403)
        form = ConnectForm(request.POST)
        if form.is_valid():
            leave(request, _connect(request, form.cleaned_data))
            return redirect("console:shops")
    status = 422 if form.errors else 200
    context = {"form": form, "listed": shown(), "sandbox": settings.SANDBOX_URL}
    return render(request, "console/settings/shops.html", context, status=status)


def _connect(request: HttpRequest, given: dict[str, str]) -> Note:
    credentials = Credentials(given["token"], given["client_id"], given["client_secret"])
    base_url = settings.SANDBOX_URL if request.POST.get("sandbox") == "1" else ""
    made = connect_shop(given["domain"], credentials, actor(request), base_url=base_url)
    note = _note(made.answered)
    if made.run is None:
        return note
    where = reverse("console:run", args=[made.run.pk])
    return replace(note, text=f"{note.text} Its webhooks are being subscribed.", url=where, link=f"Run {made.run.pk}")


def _note(answered: Answered) -> Note:
    return Note(answered.text, "success" if answered.ok else "error")


@requires("operator")
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks the shop, as when it was connected."""
    connection = get_object_or_404(ShopifyConnection.objects.select_related("shop"), shop_id=pk)
    return answer(request, _note(try_connection(connection, actor(request))), reverse("console:shops"))
