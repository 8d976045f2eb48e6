"""The list that Django's own admin makes of the runs, at an address of its own beside the console's."""

from pathlib import Path
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.backends.django import DjangoTemplates
from django.urls import include, path

from jobs.models import JobRun

ADDRESS = "/stock-admin/"


class Runs(admin.ModelAdmin):  # type: ignore[type-arg]  # it is generic for mypy alone
    """Told which columns to show, to filter and to search, as the history offers them; all else as Django does it."""

    list_display = ("key", "state", "shop", "origin", "created_at", "started_at", "finished_at", "requested_by")
    list_filter = ("state", "origin", "key", "shop", "requested_by")
    search_fields = ("key", "error")


_runs = Runs(JobRun, admin.AdminSite())
# Django's templates, not those of the theme that the product's admin wears.
_templates = DjangoTemplates(
    {
        "NAME": "stock",
        "DIRS": [Path(admin.__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.contrib.messages.context_processors.messages"]},
    }
)


def changelist(request: HttpRequest) -> HttpResponse:
    answer: Any = _runs.changelist_view(request)
    return HttpResponse(_templates.get_template("admin/change_list.html").render(answer.context_data, request))


urlpatterns = [path(ADDRESS.strip("/") + "/", changelist), path("", include("jobmanager.urls"))]
