"""Reads texts that a browser sends, made fit for the database."""

from django.http import HttpRequest

from integrations.text import clean

# What people give as their reason is kept in columns of this length.
REASON = 500


def from_address(request: HttpRequest, name: str, longest: int = 200) -> str:
    """A parameter of the address, "" where there is none."""
    return clean(request.GET.get(name, "")).strip()[:longest]


def from_form(request: HttpRequest, name: str, longest: int = REASON) -> str:
    """A field of the form, "" where there is none.

    Cut off where a reason's column ends, unless told.
    """
    return clean(request.POST.get(name, "")).strip()[:longest]
