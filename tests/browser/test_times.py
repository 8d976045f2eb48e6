"""A time tells two clocks to whoever points at it: the page's and the reader's own."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.console import support
from work import broker

pytestmark = pytest.mark.browser


def test_every_time_has_the_readers_zone_too(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: True)
    run = support.run(state="running")
    support.say(run, "it began")
    page = visit().open(f"/runs/{run.pk}/")
    expect(page.locator(".log-line time")).to_have_attribute("title", re.compile(r"America/New_York\n.+ \(yours\)$"))
    for time in page.locator("main time").all():
        assert (time.get_attribute("title") or "").count("(yours)") == 1
