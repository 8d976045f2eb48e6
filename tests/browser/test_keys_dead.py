"""By keyboard alone, wide and at 360 px: runs that died are tried again or left, in groups and in bulk; and records."""

import pytest
from playwright.sync_api import expect

from jobs.models import AuditLog, FailedRecord, JobRun
from tests.browser.conftest import NARROW_TOO, WIDE, Visit
from tests.browser.hands import Hands
from tests.browser.scene import NEW_ORDERS, ORDERS
from tests.console import support
from work import broker

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [WIDE, NARROW_TOO])]


@pytest.fixture(autouse=True)
def _nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: True)


def die(times: int, key: str = NEW_ORDERS) -> None:
    for _ in range(times):
        support.run(key, "dead", error="The warehouse burnt down", fingerprint="fire")


def states() -> list[str]:
    return list(JobRun.objects.order_by("id").values_list("state", flat=True))


def deeds(action: str) -> int:
    return AuditLog.objects.filter(actor_name="ada", action=action).count()


def test_a_group_is_tried_again(visit: Visit, width: int) -> None:
    die(1)
    at = visit(width=width)
    page, hands = at.open("/"), Hands(at)
    hands.press("button", "Retry: New orders")
    at.reads("1 run put in line again", page.locator("#notes"))
    assert states() == ["pending"]
    assert deeds("run.group_retried") == 1


def test_a_group_is_left_with_a_reason(visit: Visit, width: int) -> None:
    die(3)
    at = visit(width=width)
    page, hands = at.open("/"), Hands(at)
    hands.open("Ignore: New orders")
    menu = page.get_by_role("form", name="Ignore run")
    hands.write("Why", "Built anew", menu)
    hands.press("button", "Ignore 3", menu)
    at.reads("3 runs ignored", page.locator("#notes"))
    expect(page.get_by_text("3 dead")).to_have_count(0)
    assert states() == ["ignored"] * 3
    row = AuditLog.objects.get(action="run.group_ignored")
    assert (row.actor_name, row.reason) == ("ada", "Built anew")


def test_a_menu_closes_at_escape_and_gives_the_focus_back(visit: Visit, width: int) -> None:
    die(1)
    at = visit(width=width)
    page, hands = at.open("/"), Hands(at)
    hands.open("Ignore: New orders")
    menu = page.get_by_role("form", name="Ignore run")
    hands.to(menu.get_by_label("Why"))
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(hands.fold("Ignore: New orders")).to_be_focused()


def test_all_that_match_are_left(visit: Visit, width: int) -> None:
    die(2)
    die(1, ORDERS)
    at = visit(width=width)
    page, hands = at.open("/history/"), Hands(at)
    hands.choose("Job", "New orders")
    hands.press("button", "Show")
    expect(page.locator("table.runs tbody tr")).to_have_count(2)
    hands.press("button", "Ignore")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ignore 2 runs?")
    hands.write("Why they may be left as they are", "Built anew")
    hands.press("button", "Ignore 2 runs")
    at.reads("2 runs ignored.", page.locator("#notes"))
    assert states() == ["ignored", "ignored", "dead"]
    assert deeds("run.ignored") == 2


def test_chosen_records_are_left_and_the_rest_tried_again(visit: Visit, width: int) -> None:
    run = support.run(ORDERS, counters={"read": 9, "failed": 2})
    first, second = support.failed(run), support.failed(run, "gid://shopify/Product/2")
    at = visit(width=width)
    page, hands = at.open(f"/runs/{run.pk}/"), Hands(at)
    hands.press("checkbox", "Choose gid://shopify/Product/1", key="Space")
    hands.write("Or leave the chosen ones, because", "Sold out")
    hands.press("button", "Ignore chosen")
    at.reads("1 record is ignored.", page.locator("#notes"))
    hands.press("button", "Retry all 1 open", back=True)
    at.reads("1 record is tried again.", page.locator("#notes"))
    first.refresh_from_db()
    assert (first.state, first.ignore_reason) == ("ignored", "Sold out")
    assert FailedRecord.objects.get(pk=second.pk).retry_run == JobRun.objects.latest("id")
    assert (deeds("record.ignored"), deeds("records.retried")) == (1, 1)
