"""Lets people in, and gives each a role."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from console.frame.notes import Note, leave
from console.frame.page import render
from console.frame.responses import actor
from console.frame.roles import GROUPS, grant, requires, role_of
from jobs import audit
from jobs.audit import Deed

CREATED = Deed("user.created", "let in")
CHANGED = Deed("user.changed", "changed what may be done by")

if TYPE_CHECKING:
    _UserForm = forms.ModelForm[User]
else:
    _UserForm = forms.ModelForm
_ROLES = [(name, name.capitalize()) for name in GROUPS]


class UserForm(_UserForm):
    """A new person."""

    role = forms.ChoiceField(choices=_ROLES)
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), help_text="At least 12 characters."
    )

    class Meta:
        model = User
        fields = ("username", "email")
        help_texts = {"username": ""}

    def clean_username(self) -> str:
        """Nobody tells `vera` from `VERA`, so only one of them may come in."""
        name: str = self.cleaned_data["username"]
        same = User.objects.filter(username__iexact=name).values_list("username", flat=True).first()
        if same:
            raise forms.ValidationError(f"There is a user {same} already; names that differ only in case are the same.")
        return name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        user.set_password(self.cleaned_data["password"])
        user.save()
        grant(user, self.cleaned_data["role"])
        return user


@requires("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def users(request: HttpRequest) -> HttpResponse:
    form = UserForm()
    if request.method == "POST":
        form = UserForm(request.POST)
        if form.is_valid():
            with transaction.atomic():
                made = form.save()
                after = {"name": made.username, "role": form.cleaned_data["role"]}
                audit.record(actor(request), CREATED, made, after=after)
            leave(request, Note(f"{made.username} may come in as {form.cleaned_data['role']}."))
            return redirect("console:users")
    people = User.objects.prefetch_related("groups").order_by("-is_active", "username")[:200]
    listed = [{"user": user, "role": role_of(user).group} for user in people]
    context: dict[str, Any] = {"form": form, "listed": listed, "roles": _ROLES}
    return render(request, "console/settings/users.html", context, status=422 if form.errors else 200)


@requires("admin")
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a person's role, or closes or opens the door.

    Nobody takes their own keys away.
    """
    user = get_object_or_404(User, pk=pk)
    if user.pk == request.user.pk or user.is_superuser:
        leave(request, Note("This one can't be changed here: it is you, or an owner of the installation.", "warning"))
        return redirect("console:users")
    before = {"role": role_of(user).group, "active": user.is_active}
    role, active = request.POST.get("role", ""), request.POST.get("active") == "1"
    if role not in GROUPS:
        leave(request, Note("Choose one of the roles.", "warning"))
        return redirect("console:users")
    with transaction.atomic():
        grant(user, role)
        user.is_active = active
        user.save(update_fields=["is_active"])
        audit.record(actor(request), CHANGED, user, before=before, after={"role": role, "active": active})
    leave(request, Note(f"{user.username} is {role}{'' if active else ', and may not come in any more'}."))
    return redirect("console:users")
