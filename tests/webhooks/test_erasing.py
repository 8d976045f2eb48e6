"""Erasing a customer: slice by slice, whatever happens between two of them, and everywhere."""

import json
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from jobs.models import Alert, FailedRecord, JobRun, RunChange, RunLog, State
from oms.models import Shop
from tests.webhooks.support import stored
from webhooks.handlers import erase
from webhooks.models import ComplianceRequest, FailedTry, WebhookEvent
from webhooks.processing import handle
from webhooks.processing.handle import drain

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "zelda.quillfeather@canary.example"
MANY = 7


class Killed(BaseException):
    """As if the process were gone: nothing after it happens."""


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erase, "SLICE", 2)


def payloads(shop: Shop, many: int = MANY) -> None:
    """Events that have ended, with the customer in their bodies; and one about somebody else."""
    for number in range(many):
        stored(shop, "products/delete", json.dumps({"id": number, "email": EMAIL.upper()}).encode())
    stored(shop, "products/delete", b'{"id": 99, "email": "somebody@else.example"}')
    WebhookEvent.objects.update(state=State.DONE, finished_at="2026-11-25T00:00Z")


def redact(shop: Shop) -> WebhookEvent:
    """The request; not carried out yet."""
    body = {
        "shop_id": 1,
        "shop_domain": shop.domain,
        "customer": {"id": 4711, "email": EMAIL, "phone": ""},
        "orders_to_redact": [],
    }
    return stored(shop, "customers/redact", json.dumps(body).encode())


def state(event: WebhookEvent) -> str:
    return str(WebhookEvent.objects.values_list("state", flat=True).get(pk=event.pk))


def test_no_slice_holds_more_than_a_few_rows_in_a_transaction(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    payloads(shop)
    sizes: Counter[str] = Counter()
    empty = erase._empty

    def watched(kept: Any, rows: Any, traces: Any) -> int:
        assert connection.in_atomic_block and len(rows) <= 2
        sizes[kept.name] += 1
        return empty(kept, rows, traces)

    monkeypatch.setattr(erase, "_empty", watched)
    event = redact(shop)
    drain()
    assert state(event) == State.DONE and sizes["payloads"] >= MANY // 2
    assert ComplianceRequest.objects.get().certificate["payloads"] == MANY
    assert WebhookEvent.objects.exclude(body=b"").count() == 1, "what is somebody else's stays"


def test_whoever_is_killed_between_two_slices_is_made_up_for(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    payloads(shop)
    empty, done = erase._empty, []

    def mortal(kept: Any, rows: Any, traces: Any) -> int:
        if len(done) == 2:
            done.append(0)
            raise Killed
        done.append(1)
        return empty(kept, rows, traces)

    monkeypatch.setattr(erase, "_empty", mortal)
    event = redact(shop)
    with pytest.raises(Killed):
        drain()
    half = ComplianceRequest.objects.get()
    assert half.done_at is None and half.certificate["payloads"] == 4
    WebhookEvent.objects.filter(pk=event.pk).update(lease_until="2026-01-01T00:00Z")
    drain()
    proof = ComplianceRequest.objects.get()
    assert state(event) == State.DONE and proof.done_at and proof.certificate["payloads"] == MANY
    assert not WebhookEvent.objects.filter(body__contains=EMAIL.encode()).exists()


def test_what_is_written_while_it_goes_on_is_erased_too(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that the slices of its table did not see, because it was committed after them."""
    run = JobRun.objects.create(key="x", shop=shop)
    apply = handle.apply

    def late(*batch: Any) -> None:
        RunLog.objects.create(run=run, text=f"Sent to {EMAIL}")
        apply(*batch)

    monkeypatch.setattr(handle, "apply", late)
    redact(shop)
    drain()
    assert RunLog.objects.get().text == "erased on request"


def test_errors_changes_and_alerts_are_looked_at(shop: Shop) -> None:
    """Whatever wrote it there, and whoever kept it before errors were kept without values."""
    run = JobRun.objects.create(key="x", shop=shop, state=State.DEAD, finished_at="2026-11-25T00:00Z")
    JobRun.objects.update(error=f"Key (email)=({EMAIL}) exists", traceback=f"… {EMAIL} …")
    RunChange.objects.create(run=run, kind="order", action="created", reference="#70002", detail={"who": EMAIL})
    RunChange.objects.create(run=run, kind="order", action="created", reference=EMAIL)
    RunChange.objects.create(run=run, kind="order", action="created", reference="#70003", detail={"units": 3})
    FailedRecord.objects.create(run=run, reference="1", reason="X", message=EMAIL)
    Alert.objects.create(rule="dead", subject="x", text=f"1 run failed: {EMAIL}")
    event = stored(shop, "products/delete", b'{"id": 5}')
    ended = {"state": State.DEAD, "finished_at": "2026-11-25T00:00Z", "error": EMAIL, "traceback": EMAIL}
    WebhookEvent.objects.filter(pk=event.pk).update(**ended)
    FailedTry.objects.create(event=event, worker="w", error=EMAIL)
    aside = stored(shop, "products/delete", b'{"id": 6}')
    by_hand = {"state": State.IGNORED, "finished_at": "2026-11-25T00:00Z", "error": f"Ignored by anna: {EMAIL} called"}
    WebhookEvent.objects.filter(pk=aside.pk).update(**by_hand)
    redact(shop)
    drain()
    assert found("canary.example") == []
    run.refresh_from_db()
    assert (run.error, run.traceback, run.state) == ("erased on request", "", State.DEAD)
    assert RunChange.objects.get(reference="#70003").detail == {"units": 3}
    aside.refresh_from_db()
    assert aside.ignored_by_hand
    counted = ComplianceRequest.objects.get().certificate
    assert (counted["errors"], counted["changes"], counted["failed tries"]) == (2, 2, 1)


def test_an_erased_shop_keeps_no_text(shop: Shop) -> None:
    run = JobRun.objects.create(key="x", shop=shop, error=EMAIL, traceback=EMAIL)
    RunChange.objects.create(run=run, kind="order", action="created", reference="#70002", detail={"who": EMAIL})
    RunLog.objects.create(run=run, text=EMAIL)
    payloads(shop)
    body = json.dumps({"shop_id": 1, "shop_domain": shop.domain}).encode()
    event = stored(shop, "shop/redact", body)
    drain()
    assert state(event) == State.DONE and found("canary.example") == []
    assert ComplianceRequest.objects.get().certificate["payloads"] == MANY + 1


def found(text: str) -> list[str]:
    """Tables that hold the text."""
    tables = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM public."{table}" t WHERE t::text ILIKE %s', [f"%{text}%"])
            if cursor.fetchone()[0]:
                tables.append(table)
        cursor.execute("SELECT count(*) FROM webhooks_webhookevent WHERE position(%s in body) > 0", [text.encode()])
        if cursor.fetchone()[0]:
            tables.append("webhooks_webhookevent.body")
    return tables
