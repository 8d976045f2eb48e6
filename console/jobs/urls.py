"""Addresses of categories and jobs."""

from collections.abc import Sequence

from django.urls import URLPattern, path, re_path

from console.frame.panels import Panel
from console.jobs import category, job, pin, run_now

_CATEGORIES = "|".join(category.categories())


def addresses(panels: Sequence[Panel]) -> list[URLPattern]:
    """`panels` are what all rooms add to the categories' pages."""
    return [
        re_path(rf"^(?P<slug>{_CATEGORIES})/$", category.category, {"panels": panels}, name="category"),
        re_path(
            rf"^(?P<slug>{_CATEGORIES})/panels/(?P<name>[\w-]+)/$", category.panel, {"panels": panels}, name="panel"
        ),
        path("jobs/<str:key>/", job.job, name="job"),
        path("jobs/<str:key>/run/", run_now.run_now, name="run_now"),
        path("jobs/<str:key>/pin/", pin.pin, name="pin"),
    ]
