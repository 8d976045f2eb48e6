"""Reads texts that a browser sends, made fit for the database."""

from django.http import HttpRequest

from integrations.text import clean


def from_address(request: HttpRequest, name: str, longest: int = 200) -> str:
    """A parameter of the address, "" where there is none."""
    return clean(request.GET.get(name, "")).strip()[:longest]


def from_form(request: HttpRequest, name: str, longest: int | None = None) -> str:
    """A field of the form, "" where there is none."""
    return clean(request.POST.get(name, "")).strip()[:longest]
