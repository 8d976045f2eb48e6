"""A line of a list of runs: what it says of each kind of run, and that it loads nothing more for it."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from console.runs import recent
from console.runs.estimate import History
from console.runs.run_view import describe
from console.templatetags.runs import run_line
from jobs.models import JobRun
from tests.console import support
from tests.console.support import NEW_ORDERS, PRODUCTS
from tests.oms import factories

pytestmark = pytest.mark.django_db
NASTY = "\"><script>alert('x')<script> & <b>"


def line(run: JobRun, **context: Any) -> str:
    (listed,) = recent.listed(JobRun.objects.filter(pk=run.pk))
    return str(run_line({"now": timezone.now(), **context}, describe(listed, History(), timezone.now())))  # type: ignore[arg-type]


def words(run: JobRun, **context: Any) -> list[str]:
    cells = re.findall(r"<td[^>]*>(.*?)</td>", line(run, **context), re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in cells]


def test_a_line_by_kind_of_run() -> None:
    ada = support.user()
    told = words(support.run(requested_by=ada, counters={"read": 9, "created": 7}), with_job=True)
    assert told[1:3] == ["Import Products in Bulk", "Done"]
    assert told[4:] == ["nobody", "1 min 30 s", "7 created"]
    begin = timezone.now() - timedelta(minutes=10)
    same_moment = words(support.run(begin=begin))[2].removeprefix("10 min ago ")
    assert words(support.run(NEW_ORDERS, "dead", error="timed out", origin="schedule", begin=begin))[1:] == [
        "Dead",
        f"10 min ago {same_moment}",
        "Schedule",
        "1 min 30 s",
        "timed out",
    ]
    assert words(support.run(state="running", progress={"done": 3, "total": 12}))[-2:] == ["–", "25 %"]
    assert words(support.run(NEW_ORDERS, "running", progress={"done": 3}))[-1] == "–"
    assert words(support.run("gone.job", "pending", attempts=2, error="once more"), with_job=True)[1:3] == [
        "gone.job",
        "Retrying",
    ]


def test_the_mark_of_a_dry_run_stands_once() -> None:
    dry = support.run(dry=True)
    assert words(dry)[0] == f"{dry.pk} Dry run"
    assert words(dry, with_job=True)[:2] == [str(dry.pk), "Import Products in Bulk Dry run"]


def test_the_shop_stands_there_when_there_are_several() -> None:
    other = support.run(shop=factories.shop("other.myshopify.com", name="Other & sons"))
    assert "Other & sons" in words(other, with_shop=2)
    assert words(support.run(NEW_ORDERS, shop=None), with_shop=2)[1] == "–"
    assert "Other & sons" not in words(other, with_shop=1)


def test_what_others_wrote_is_escaped() -> None:
    ada = support.user()
    ada.username = NASTY
    ada.save()
    shop = factories.shop("nasty.myshopify.com", name=NASTY)
    for row in ({"state": "dead", "error": NASTY}, {"key": NASTY[:90]}, {"counters": {NASTY: 3}, "shop": shop}):
        made = line(support.run(requested_by=ada, **row), with_job=True, with_shop=2)
        assert "<script" not in made and "<b>" not in made and 'title=""' not in made, row
        assert unescape(made).count("<script>alert('x')<script>") >= 1


def test_a_list_loads_no_run_twice(viewer: Client, django_assert_num_queries: Any) -> None:
    """What a line shows is loaded with the list: a column forgotten there would be asked for run by run."""
    begin, ada = timezone.now() - timedelta(hours=1), support.user("operator")
    other = factories.shop("other.myshopify.com", name="Other")
    kinds: list[dict[str, Any]] = [
        {"state": "dead", "error": "no", "requested_by": ada},
        {"state": "missed"},
        {"state": "skipped", "error": "held"},
        {"key": PRODUCTS, "state": "running", "progress": {"done": 1, "total": 4, "phase": "loading", "note": "x"}},
        {"key": NEW_ORDERS, "state": "pending", "attempts": 1, "error": "again", "shop": other},
        {"counters": {"failed": 2}, "dry": True, "requested_by": ada},
    ]
    for row in kinds:
        support.run(begin=begin, **row)
    lines = "\n".join(f"<p>{line(run, with_job=True, with_shop=2)}" for run in JobRun.objects.all())
    assert lines.count("<tr>") == len(kinds)
    with django_assert_num_queries(1):
        runs = recent.listed(JobRun.objects.all())
        now = timezone.now()
        views = [describe(run, History(), now) for run in runs]
        assert len([run_line({"with_job": True, "with_shop": 2}, view) for view in views]) == len(kinds)  # type: ignore[arg-type]
