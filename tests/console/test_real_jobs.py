"""The pages over the catalogue as it is: every category, every job, its schedule as its card proposes it."""

import re

import pytest
from django.test import Client

from console.jobs.category import categories
from jobs import registry
from jobs.models import Schedule
from tests.console import support
from tests.console.test_schedule_editor import fields

pytestmark = pytest.mark.django_db
REAL = registry._index


@pytest.fixture(autouse=True)
def _real(catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_index", REAL)
    support.shop()


def test_every_category_that_has_jobs_has_a_page_with_each_of_them(operator: Client) -> None:
    for slug, category in categories().items():
        jobs = registry.by_category(category)
        response = operator.get(f"/{slug}/")
        assert response.status_code == (200 if jobs else 404), slug
        page = response.content.decode()
        for job in jobs:
            assert page.count(f'<a href="/jobs/{job.key}/">') >= 1, job.key


def test_every_job_has_a_page_and_an_editor_with_a_preview(operator: Client) -> None:
    for job in registry.all_jobs():
        assert operator.get(f"/jobs/{job.key}/").status_code == 200, job.key
        page = operator.get(f"/jobs/{job.key}/schedule/").content.decode()
        assert "If nothing worked for 3 hours" in page, job.key


def test_every_job_can_be_scheduled_from_the_editor(operator: Client) -> None:
    """With what the editor shows at first: the card's own proposal, its parameters' defaults."""
    for job in registry.all_jobs():
        shown = operator.get(f"/jobs/{job.key}/schedule/").content.decode()
        kind = re.search(r'name="plan-kind" value="(\w+)" checked', shown)
        preset = re.search(r'name="plan-preset".*?<option value="([^"]+)" selected', shown, re.S)
        chosen = {"kind": kind[1] if kind else "cron", "preset": preset[1] if preset else ""}
        sent = {**fields(**chosen), **{name: value for name, value in job.defaults().items() if value is not None}}
        response = operator.post(f"/jobs/{job.key}/schedule/", sent)
        problems = re.findall(r'class="errorlist[^>]*>(.*?)</ul>', response.content.decode(), re.S)
        assert response.status_code == 302, (job.key, problems)
    assert Schedule.objects.count() == len(registry.all_jobs())
