"""Compares the names of orders, with or without their #."""

from django.db.models import Q


def bare(name: str) -> str:
    """Without the sign that people leave away: `1001` of `#1001`."""
    return name.strip().lstrip("#")


def named(name: str) -> Q:
    """Orders called exactly so, in whatever case: `1001` is also `#1001`."""
    return Q(name__iexact=bare(name)) | Q(name__iexact=f"#{bare(name)}")
