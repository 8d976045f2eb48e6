"""One row per job: what it says, what it offers, and why nothing happens when nothing does."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from console.jobs.groups import groups
from console.models import Pin
from jobs import catalog, registry
from jobs.audit import Actor
from jobs.categories import Category
from jobs.models import AuditLog, Heartbeat, Pause
from jobs.services import schedules
from jobs.services.pauses import hold
from tests.console import support
from tests.console.support import NEW_ORDERS, PRODUCTS

pytestmark = pytest.mark.django_db
RHYTHM = "every 15 minutes"
CARD = support.definition(
    NEW_ORDERS,
    name="New orders",
    group="Import",
    schedules=(RHYTHM,),
    default=RHYTHM,
    parameters=support.OrderParameters,
)
OTHER = support.definition("orders.odd_one", name="Odd one")


@pytest.fixture(autouse=True)
def _orders(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    support.shop()
    jobs = {**support.CATALOGUE, OTHER.key: OTHER, NEW_ORDERS: CARD}
    monkeypatch.setattr(registry, "_index", lambda: jobs)


def text(client: Client, address: str = "/orders/") -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def test_a_category_shows_its_groups_in_the_order_of_the_catalogue() -> None:
    cards = [registry._definition(key) for key in catalog.JOBS]
    shown = {
        category: [(group.title, [job.name for job in group.jobs]) for group in groups(jobs)]
        for category in Category
        if (jobs := [job for job in cards if job.category == category])
    }
    assert shown == {
        Category.INITIAL_LOAD: [("", ["Import Products in Bulk", "Import Orders in Bulk"])],
        Category.ORDERS: [
            ("Import", ["New orders", "Update orders", "Cancelled orders", "Cancelled items", "Returns"]),
            ("Approve", ["Approve orders"]),
        ],
        Category.PRODUCTS: [("Sync", ["Sync"])],
        Category.MISCELLANEOUS: [("Housekeeping", ["Reconcile webhook subscriptions", "Purge history"])],
    }


def test_what_names_no_group_stands_under_more_jobs() -> None:
    found = groups([OTHER, CARD])
    assert [(group.title, [job.name for job in group.jobs]) for group in found] == [
        ("Import", ["New orders"]),
        ("More jobs", ["Odd one"]),
    ]
    assert [group.title for group in groups([OTHER])] == [""]


def test_a_row_says_when_and_what_comes(viewer: Client) -> None:
    assert "Proposed" not in text(viewer)
    assert "Runs only when asked." in text(viewer)
    support.plan(NEW_ORDERS, "30 6 * * 1-5")
    support.run(NEW_ORDERS, counters={"read": 9, "created": 7})
    page = text(viewer)
    assert "At 06:30, Monday through Friday America/New_York" in page
    assert len(re.findall(r"\w{3} \d+ \w{3} 06:30", page)) == 3
    assert "7 created" in page


def test_the_switch_proposes_the_rhythm_of_the_card(operator: Client) -> None:
    assert "Proposed: Every 15 minutes" in text(operator)
    assert f'action="/jobs/{NEW_ORDERS}/enable/"' in operator.get("/orders/").content.decode()


def test_a_run_by_hand_starts_from_the_inputs_of_the_schedule(operator: Client) -> None:
    plan = support.plan(NEW_ORDERS)
    chosen = schedules.Settings(when="every 5 minutes", parameters={"status": "any", "from_id": 77})
    schedules.save_schedule(NEW_ORDERS, plan.shop, chosen, Actor("ada"))
    page = operator.get("/orders/").content.decode()
    assert 'name="from_id" value="77"' in page
    assert '<option value="any" selected>' in page


def test_why_nothing_happens(operator: Client) -> None:
    plan = support.plan(NEW_ORDERS)
    run = support.run(NEW_ORDERS, "pending", due_at=timezone.now() - timedelta(minutes=5))
    assert f"Run {run.pk}: No worker has signed here; runs wait until one is started. Health" in text(operator)
    for part in ("beat", "worker a"):
        Heartbeat.objects.create(part=part)
    cache.clear()
    assert "No worker has signed" not in text(operator)
    schedules.pause(plan.pk, Actor("bob"), "Stock count")
    assert "Paused by bob: Stock count" in text(operator)
    hold(Actor("ada"), "Black Friday", category="orders")
    assert "Orders is paused by ada: Black Friday" in text(operator)
    assert "Import Products in Bulk has not finished for this shop yet" in text(operator, "/initial-load/")


def test_pause_a_whole_category_and_resume_it(operator: Client) -> None:
    sent = {"category": "orders", "reason": "Sale", "until": "2090-01-01T06:00", "_next": "/orders/", "everywhere": "1"}
    page = operator.post("/pauses/", sent, follow=True).content.decode()
    assert "Paused until Sun 1 Jan 2090 06:00: Orders. Runs under way go on." in page
    pause = Pause.objects.get()
    assert (pause.category, pause.shop, pause.paused_by) == ("orders", None, "operator")
    assert "Orders paused by operator" in text(operator)
    assert "paused by operator" not in text(operator, "/initial-load/")
    assert "Resumed: Orders." in operator.post(f"/pauses/{pause.pk}/end/", follow=True).content.decode()
    assert "This pause has ended already." in operator.post(f"/pauses/{pause.pk}/end/", follow=True).content.decode()
    assert "paused by operator" not in text(operator)
    assert list(AuditLog.objects.order_by("id").values_list("action", flat=True)) == ["pause.started", "pause.ended"]


def test_a_pause_that_makes_no_sense_is_refused(operator: Client) -> None:
    for sent, complaint in (
        ({"category": "orders", "reason": " "}, "Say why it is paused."),
        ({"category": "weather", "reason": "x"}, "is no category"),
        ({"category": "orders", "reason": "x", "until": "later"}, "is no time"),
    ):
        assert complaint in operator.post("/pauses/", sent, follow=True).content.decode()
    assert not Pause.objects.exists()


def test_pins_are_ones_own(viewer: Client, operator: Client) -> None:
    page = viewer.post(f"/jobs/{NEW_ORDERS}/pin/", {"_next": "/orders/"}, follow=True).content.decode()
    viewer.post(f"/jobs/{NEW_ORDERS}/pin/")
    assert "New orders is pinned." in page
    assert 'data-title="Pinned"' in page
    assert Pin.objects.count() == 1
    assert 'data-title="Pinned"' not in operator.get("/").content.decode()
    viewer.post(f"/jobs/{NEW_ORDERS}/pin/", {"off": "1"})
    assert not Pin.objects.exists()
    assert viewer.post("/jobs/no.such/pin/").status_code == 404


def test_no_more_pins_than_fit(viewer: Client) -> None:
    viewer.post(f"/jobs/{PRODUCTS}/pin/")
    user = Pin.objects.get().user
    Pin.objects.bulk_create([Pin(user=user, key=f"orders.x{number}") for number in range(29)])
    assert "At most 30 jobs" in viewer.post(f"/jobs/{NEW_ORDERS}/pin/", follow=True).content.decode()


def test_copy_details_holds_what_a_colleague_needs(operator: Client) -> None:
    support.plan(NEW_ORDERS, "every 5 minutes")
    copied = re.search(r'data-copy="([^"]+)"', operator.get("/orders/").content.decode())
    assert copied
    for wanted in ("New orders", f"key: {NEW_ORDERS}", "Every 5 minutes", "on", "parameters: {"):
        assert wanted in copied[1]


def test_a_preview_stands_beside_the_last_real_run(operator: Client) -> None:
    real = support.run(NEW_ORDERS, begin=timezone.now() - timedelta(hours=2), counters={"created": 7})
    preview = support.run(NEW_ORDERS, dry=True, counters={"read": 44, "unchanged": 29, "returns_created": 15})
    told = f"Dry run Run {preview.pk} 8 min ago 29 unchanged, 15 returns created, if run"
    for address in ("/orders/", f"/jobs/{NEW_ORDERS}/"):
        page = text(operator, address)
        assert f"Done Run {real.pk}" in page
        assert told in page
        assert 'aria-label="The last run: 1 done"' in operator.get(address).content.decode()
    support.run(NEW_ORDERS, begin=timezone.now() - timedelta(minutes=1), seconds=5)
    assert told not in text(operator), "a real run since says more"


def test_a_job_that_was_only_previewed_never_ran(operator: Client) -> None:
    preview = support.run(NEW_ORDERS, dry=True, counters={"created": 15})
    for address in ("/orders/", f"/jobs/{NEW_ORDERS}/"):
        page = text(operator, address)
        assert page.index("Never ran for Demo store.") < page.index(f"Dry run Run {preview.pk}")
        assert 'aria-label="No run yet"' in operator.get(address).content.decode()


def test_a_preview_that_failed_is_not_the_state_of_the_job(operator: Client) -> None:
    real = support.run(NEW_ORDERS, begin=timezone.now() - timedelta(hours=2), counters={"created": 7})
    preview = support.run(NEW_ORDERS, "dead", dry=True, error="There is no order 1001")
    page = text(operator)
    assert f"Done Run {real.pk}" in page
    assert f"Dry run Dead Run {preview.pk} 8 min ago There is no order 1001" in page
    assert f"/runs/{preview.pk}/resume/" not in operator.get("/orders/").content.decode()


def test_a_preview_under_way_says_so(operator: Client) -> None:
    preview = support.run(NEW_ORDERS, "running", dry=True)
    for address in ("/orders/", f"/jobs/{NEW_ORDERS}/"):
        assert f"Running Dry run Run {preview.pk}" in text(operator, address)


def test_a_preview_under_way_leaves_the_button_and_gives_way_to_what_really_runs(operator: Client) -> None:
    support.run(NEW_ORDERS, "running", dry=True)
    page = f"/jobs/{NEW_ORDERS}/"
    assert "Run now" in text(operator, page) and "When it has ended" not in text(operator, page)
    real = support.run(NEW_ORDERS, "pending")
    assert f"Run {real.pk} is under way. When it has ended" in text(operator, page)
