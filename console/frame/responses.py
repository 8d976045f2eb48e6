"""Answers a deed with a sentence where the operator looks."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from console.frame.notes import Note, leave
from console.frame.page import is_htmx, private
from jobs.audit import Actor


def actor(request: HttpRequest) -> Actor:
    user = request.user
    assert isinstance(user, User)  # @requires let nobody else in
    return Actor.of(user, request.META.get("REMOTE_ADDR", ""))


def answer(request: HttpRequest, note: Note, back: str) -> HttpResponse:
    """Answers with a note: in place with htmx, else on the page `back`.

    With htmx the live regions renew themselves.
    """
    if is_htmx(request):
        html = render_to_string("console/frame/parts/notes.html", {"notes": [note], "oob": True}, request)
        return private(HttpResponse(html, headers={"HX-Trigger": "refresh", "HX-Reswap": "none"}))
    leave(request, note)
    return redirect(back)


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page that the form names, if it is one of ours."""
    named = request.POST.get("_next", "")
    safe = url_has_allowed_host_and_scheme(named, {request.get_host()}, require_https=request.is_secure())
    return named if safe else otherwise
