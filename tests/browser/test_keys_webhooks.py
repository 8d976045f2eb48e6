"""By keyboard alone, wide and at 360 px: a topic switched on and off, an event replayed, one left with a reason."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

import webhooks.wake
from integrations.models import WebhookSubscription
from jobs.models import AuditLog, State
from sandbox.state.store import Store
from tests.browser.conftest import NARROW_TOO, WIDE, Visit
from tests.browser.hands import Hands
from tests.console import support
from tests.console.test_webhooks import made
from tests.equality.shop import Neighbour, connected

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [WIDE, NARROW_TOO])]


@pytest.fixture(autouse=True)
def _nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks.wake, "drain", lambda: True)


@pytest.fixture
def empty_store(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[Neighbour]:
    settings.WEBHOOK_ADDRESS = "https://oms.example.com/webhooks/shopify"
    with connected(Store(), tmp_path) as neighbour:
        yield neighbour


def audited() -> list[str]:
    return list(AuditLog.objects.filter(actor_name="ada").order_by("id").values_list("action", flat=True))


def test_a_topic_is_switched_on_and_off(visit: Visit, empty_store: Neighbour, width: int) -> None:
    at = visit(width=width)
    page, hands = at.open("/webhooks/?topic=products/delete"), Hands(at)
    topic = page.locator("table.topics tr").filter(has_text="products/delete")
    switch = topic.get_by_role("switch")
    hands.to(switch)
    page.keyboard.press("Space")
    at.reads("products/delete is subscribed.", page.locator("#notes"))
    expect(switch).to_be_checked()
    expect(switch).to_be_focused()
    row = WebhookSubscription.objects.get(topic="products/delete")
    assert row.wanted and row.present
    page.keyboard.press("Space")
    at.reads("products/delete is off.", page.locator("#notes"))
    expect(switch).not_to_be_checked()
    row.refresh_from_db()
    assert not row.wanted and not row.present
    assert audited() == ["subscription.wanted", "subscription.unwanted"]


def test_a_dead_event_is_replayed(visit: Visit, width: int) -> None:
    event = made(support.shop(), state=State.DEAD, error="It broke here", fingerprint="f")
    at = visit(width=width)
    page, hands = at.open("/webhooks/"), Hands(at)
    hands.press("link", str(event.pk), page.locator("table.events"))
    hands.press("button", "Replay")
    at.reads("The event is handled again.", page.locator("#notes"))
    event.refresh_from_db()
    assert (event.state, event.replays) == (State.PENDING, 1)
    assert audited() == ["webhook.replayed"]


def test_a_dead_event_is_left_with_a_reason(visit: Visit, width: int) -> None:
    event = made(support.shop(), state=State.DEAD, error="It broke here", fingerprint="f")
    at = visit(width=width)
    page, hands = at.open(f"/webhooks/{event.pk}/"), Hands(at)
    hands.open("Ignore")
    hands.write("Why it may be left as it is", "Sold out")
    hands.press("button", "Ignore this event")
    at.reads("The event is left as it is.", page.locator("#notes"))
    expect(hands.fold("Ignore")).to_have_count(0)
    event.refresh_from_db()
    assert event.state == State.IGNORED
    row = AuditLog.objects.get(action="webhook.ignored")
    assert (row.actor_name, row.reason) == ("ada", "Sold out")
