"""A run's page: what a dry run found, what differs from the last good run, and how it is set aside."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from console.runs import diff
from integrations.effects.models import Effect
from jobs.models import AuditLog, Heartbeat, JobRun, RunChange
from oms.models import OrderException, ProductException
from tests.console import support
from tests.oms import factories

pytestmark = pytest.mark.django_db


def text(client: Client, run: JobRun) -> str:
    page = client.get(f"/runs/{run.pk}/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def change(run: JobRun, number: int, kind: str = "order", action: str = "created", **detail: object) -> RunChange:
    return RunChange.objects.create(run=run, kind=kind, action=action, reference=f"#{number}", detail=detail)


def test_a_dry_run_shows_what_it_would_do(viewer: Client) -> None:
    run = support.run(dry=True, counters={"read": 60, "created": 60})
    for number in range(50):
        change(run, number)
    change(run, 7, "stock", "set", before=3, after=5)
    page = text(viewer, run)
    assert "What it would change" in page
    assert "Nothing was written or sent." in page
    assert "Order created 50+" in page
    assert "The first 50" in page
    assert "Stock set 1 " in page
    assert "before 3" in page and "after 5" in page


def test_a_dry_run_that_would_change_nothing_says_so(viewer: Client) -> None:
    assert "the real run would leave everything as it is" in text(viewer, support.run(dry=True))
    looked = support.run(dry=True, counters={"read": 9, "unchanged": 7, "skipped": 1, "not_approved": 1, "warnings": 2})
    assert "the real run would leave everything as it is" in text(viewer, looked)
    counted = support.run(dry=True, counters={"read": 9, "returns_created": 2})
    assert "It counted what it would change" in text(viewer, counted)
    assert "What it changed" not in text(viewer, support.run())
    real = support.run()
    change(real, 1)
    assert "What it changed" in text(viewer, real)


def test_settings_against_the_last_good_run(viewer: Client) -> None:
    hour = timedelta(hours=1)
    old = {"when": "every 15 minutes", "overlap": "skip"}
    support.run(begin=timezone.now() - hour, policies=old, origin="schedule")
    run = support.run("initial_load.import_products", "dead", policies={**old, "when": "every 5 minutes"})
    assert "Schedule's settings at the time" in text(viewer, run)
    good = JobRun.objects.get(state="done")
    changed = [line.label for line in diff.settings(run, good) if line.changed]
    assert changed == ["When"]
    assert diff.settings(JobRun(), JobRun()) == []


def test_nominal_and_effective_time(viewer: Client) -> None:
    slot = timezone.now() + timedelta(hours=1)
    plan = support.plan()
    run = support.run(state="pending", slot_at=slot, due_at=slot + timedelta(minutes=4), schedule=plan)
    page = text(viewer, run)
    assert "Slot in 59 min" in page
    assert "Effective in 1 h" in page
    missed = support.run(state="missed", slot_at=slot - timedelta(days=1), schedule=plan, covered_by=run)
    assert f"In its place run {run.pk}" in text(viewer, missed)


def test_ignore_needs_a_reason(operator: Client) -> None:
    run = support.run(state="dead")
    address = f"/runs/{run.pk}/ignore/"
    assert "Say why this may be ignored." in operator.post(address, {"reason": " "}, follow=True).content.decode()
    page = operator.post(address, {"reason": "known fault"}, follow=True).content.decode()
    assert f"Run {run.pk} is ignored." in page
    run.refresh_from_db()
    assert run.state == "ignored"
    audit = AuditLog.objects.get()
    assert (audit.action, audit.reason) == ("run.ignored", "known fault")
    again = operator.post(address, {"reason": "x"}, follow=True).content.decode()
    assert "only a failed or missed run can be ignored" in again
    assert f'action="{address}"' not in operator.get(f"/runs/{run.pk}/").content.decode()


def test_calls_that_left_the_system(viewer: Client) -> None:
    run = support.run()
    assert "Calls that left the system" not in text(viewer, run)
    Effect.objects.create(key="fulfil:7", kind="fulfillmentCreate", made_by=f"run {run.pk}", sent=1)
    Effect.objects.create(key="fulfil:8", kind="fulfillmentCreate", made_by=f"run {run.pk}0")
    page = text(viewer, run)
    assert "fulfil:7 fulfillmentCreate Intended 1×" in page
    assert "fulfil:8" not in page


def test_a_run_in_line_says_what_it_waits_for(viewer: Client) -> None:
    now = timezone.now()
    first = support.run(state="running")
    second = support.run(state="pending", origin="schedule", due_at=now - timedelta(minutes=1))
    assert f"It waits for its turn behind run {first.pk}" in text(viewer, second)
    preview = support.run(state="pending", dry=True, due_at=now - timedelta(minutes=1))
    assert "waits for its turn" not in text(viewer, preview), "it waits for other previews only"
    JobRun.objects.filter(pk=first.pk).update(state="done", finished_at=now)
    assert "No worker has signed here; runs wait until one is started. Health" in text(viewer, second)
    Heartbeat.objects.create(part="worker a")
    cache.clear()
    assert "waits for its turn" not in text(viewer, second)
    assert "No worker" not in text(viewer, second)
    later = support.run(state="pending", due_at=datetime(2090, 12, 24, 11, tzinfo=UTC), origin="planned")
    assert "It begins Sun 24 Dec 2090 06:00." in text(viewer, later)


def test_what_needs_a_person_is_listed_where_it_was_raised(viewer: Client) -> None:
    bare = support.run(counters={"read": 2})
    assert "Needs a person" not in text(viewer, bare)
    begin = timezone.now() - timedelta(minutes=10)
    run = support.run(begin=begin, counters={"read": 2, "warnings": 2})
    order = factories.order(name="#77")
    during = {"raised_at": begin + timedelta(seconds=5)}
    OrderException.objects.create(order=order, kind="BAD_ADDRESS", message="No street", **during)
    product = factories.product(sku="SKU-9")
    ProductException.objects.create(product=product, kind="DUPLICATE_SKU", resolved_at=timezone.now(), **during)
    other = factories.order("gid://shopify/Order/2", name="#78")
    OrderException.objects.create(order=other, kind="BAD_ADDRESS", raised_at=begin - timedelta(hours=1))
    strange = factories.order("gid://shopify/Order/3", name="#79", shop=factories.shop("other.myshopify.com"))
    OrderException.objects.create(order=strange, kind="BAD_ADDRESS", **during)
    page = text(viewer, run)
    assert "2 of what came in are kept, but somebody should look." in page
    assert "#77 Shipping address missing or unusable No street Open" in page
    assert "SKU-9 SKU already used by another variant – Solved" in page
    assert "#78" not in page and "#79" not in page
    markup = viewer.get(f"/runs/{run.pk}/").content.decode()
    assert f'href="/orders/{order.pk}/"' in markup and 'href="/orders/all/?look=1"' in markup


@pytest.mark.parametrize(
    ("counted", "says"),
    [
        ({"read": 9, "created": 9}, "None. Every record went in."),
        ({"read": 0}, "None: it read no record."),
        ({"read": 30, "created": 2, "skipped": 28}, "None, but 28 were skipped."),
        ({"read": 1, "skipped": 1}, "None, but 1 was skipped."),
        ({"log_lines": 4}, "Failed records None. "),
    ],
)
def test_where_no_record_failed_the_counts_say_how_it_went(viewer: Client, counted: dict[str, int], says: str) -> None:
    page = text(viewer, support.run(counters=counted))
    assert says in page
    assert ("Every record went in" in page) == ("Every" in says)


def test_where_records_were_skipped_with_a_reason_the_log_is_named(viewer: Client) -> None:
    run = support.run(counters={"read": 2, "skipped": 2})
    support.say(run, "gid://shopify/Order/1 is not in the shop any more", "warning")
    assert "None, but 2 were skipped: the log says what was left out." in text(viewer, run)


def test_a_preview_took_nothing_in(viewer: Client) -> None:
    page = text(viewer, support.run(dry=True, counters={"read": 2, "created": 2}))
    assert "Every record went in" not in page
    assert "What it would have counted, if run" in page
