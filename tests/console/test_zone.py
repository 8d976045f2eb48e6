"""Nobody has to guess on which clock a time is: each page names its zone once, each time on hover."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from console.webhooks.hour_bars import hour_bars
from oms.models import Shop
from tests.console import support
from tests.console.support import PRODUCTS
from tests.console.test_access import pages
from tests.oms import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, 7, tzinfo=UTC)


def drawn(template: str, on: str, **context: Any) -> str:
    with timezone.override(on):
        return Template("{% load console schedule %}" + template).render(Context({"now": NOON, **context}))


def test_each_page_says_it_once_and_each_time_on_hover(as_role: Callable[[str], Client]) -> None:
    support.say(support.run(state="running"), "a line")
    shown = pages(as_role("admin"))
    assert len(shown) > 20
    for address, page in shown.items():
        said = re.findall(r"Times in ([\w/]+)", page)
        assert len(said) == (0 if address == "/api/docs" else 1), address
        for time in re.findall(r"<time\b[^>]*>", page):
            assert re.search(rf'title="[^"]+:\d\d {said[0]}"', time), (address, time)


def test_it_is_the_zone_of_the_shop_that_the_page_is_about(viewer: Client) -> None:
    run = support.run()
    tokyo = factories.shop("tokyo.myshopify.com", time_zone="Asia/Tokyo")
    assert "Times in America/New_York" in viewer.get("/").content.decode()
    assert "Times in Asia/Tokyo" in viewer.get(f"/?shop={tokyo.pk}").content.decode()
    assert "Times in America/New_York" in viewer.get(f"/runs/{run.pk}/?shop={tokyo.pk}").content.decode()
    Shop.objects.update(is_active=False)
    assert "Times in UTC" in viewer.get("/").content.decode()


def test_what_a_schedule_starts_late_is_on_the_schedules_own_clock() -> None:
    coming = '{% include "console/schedule/editor/coming.html" %}'
    late = {"slot": NOON, "due_at": NOON + timedelta(seconds=42)}
    page = drawn(coming, "Asia/Tokyo", coming=[late], zone="America/New_York")
    assert "Mon 23 Nov 07:00" in page and ">07:00:49<" in page
    assert page.count("21:00:") == 2, "the page's own clock on hover"


def test_the_bars_of_an_hour_are_on_the_pages_clock() -> None:
    page = drawn(
        '{% include "console/webhooks/bars.html" %}',
        "Asia/Kolkata",
        bars=hour_bars({NOON.replace(second=0): (5, 2)}, NOON),
    )
    assert "17:30 IST: 5, 2 failed" in page


def test_records_say_that_they_are_in_utc(db: None) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password=support.PASSWORD))
    run = support.run(PRODUCTS, begin=NOON)
    for address in (
        "/admin/",
        "/admin/jobs/jobrun/",
        f"/admin/jobs/jobrun/{run.pk}/change/",
        "/admin/auth/user/1/change/",
    ):
        page = html.unescape(client.get(address, follow=True).content.decode())
        assert "Times in UTC" in page, address
