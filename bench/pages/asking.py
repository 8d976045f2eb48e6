"""The requests that are timed: pages of the console, the same rows without a database, and Django admin's own list.

All but the second go through the same client, so each bears the cost of session, user and middleware.
"""

from collections.abc import Callable
from typing import Any
from unittest import mock

from django.contrib.auth.models import User
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.pages.million import RARE, WHO
from console.frame import page as page_of_console
from jobs import registry
from jobs.models import JobRun
from oms.models import Shop

Call = Callable[[], object]


def addresses() -> dict[str, str]:
    oldest = JobRun.objects.order_by("created_at", "id")[60:61].get()
    middle = JobRun.objects.order_by("-id")[500_000:500_001].first() or oldest
    key = registry.all_jobs()[0].key
    return {
        "first page": "/history/",
        "middle": f"/history/?before={_mark(middle)}",
        "deepest": f"/history/?before={_mark(oldest)}",
        "failed": "/history/?state=failed",
        "dead": "/history/?state=dead",
        "one job": f"/history/?job={key}",
        "one job, dead": f"/history/?job={key}&state=dead",
        "one category": f"/history/?category={registry.all_jobs()[0].category}",
        "by origin": "/history/?origin=manual",
        "by person": f"/history/?who={WHO}",
        "one shop": f"/history/?shop={Shop.objects.get(name='Outlet').pk}",
        "search, rare": f"/history/?q={RARE.replace(' ', '+')}",
        "search, common": "/history/?q=timed+out",
        "search, a number": f"/history/?q=%23{middle.pk}",
        "count of failed": "/history/count/?state=failed",
        "pipeline": "/",
    }


def _mark(run: JobRun) -> str:
    return f"{run.created_at.isoformat()}_{run.pk}".replace("+", "%2B")


def visitor() -> Client:
    user = User.objects.create_superuser("bench")
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


def page(client: Client, address: str) -> Call:
    def call() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        assert len(answer.content) > 100

    return call


def without_database(client: Client, address: str) -> Call:
    """The page once more, from the rows and all else that its template was given. Not one query may be left."""
    kept: list[tuple[str, dict[str, Any], Any]] = []

    def keep(template: str, context: dict[str, Any], request: Any) -> str:
        kept.append((template, context, request))
        return render_to_string(template, context, request)

    with mock.patch.object(page_of_console, "render_to_string", keep):
        client.get(address)
    template, context, request = kept[0]

    def call() -> None:
        with timezone.override(context["zone"]):
            render_to_string(template, context, request)

    call()
    with CaptureQueriesContext(connection) as asked:
        call()
    assert not asked.captured_queries, (address, asked.captured_queries)
    return call
