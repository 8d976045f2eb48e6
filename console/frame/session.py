"""Logs people in and out, and keeps the theme they chose."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from console.frame.page import THEMES, theme
from console.frame.responses import back_to
from console.frame.roles import public

A_YEAR = 365 * 24 * 3600


class LoginForm(AuthenticationForm):
    """One sentence for everything that can be wrong: whether a name exists is nobody's business."""

    error_messages = {
        "invalid_login": "The user name or the password is wrong.",
        "inactive": "The user name or the password is wrong.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        self.fields["username"].label = "User name"


class Login(LoginView):
    template_name = "console/frame/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, theme=theme(self.request), demo=settings.DEMO)


login = public(Login.as_view())
logout = public(LogoutView.as_view(next_page="/login/"))


@public
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Kept in a cookie, so that the first byte of the next page is already in the right colours."""
    chosen = request.POST.get("theme", "")
    answer = redirect(back_to(request, "/"))
    answer.set_cookie(
        "theme",
        chosen if chosen in THEMES else "auto",
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
    return answer


def locked_out(request: HttpRequest, *args: Any) -> HttpResponse:
    """Refuses the login after too many wrong passwords; django-axes calls it."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "console/frame/locked_out.html", {"theme": theme(request), "minutes": minutes}, status=429)
