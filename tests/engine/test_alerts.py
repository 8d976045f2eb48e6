"""What is wrong is told once, that it is over is told once, to whoever wanted to know."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs import alerts, registry
from jobs.alerts.rules import troubles
from jobs.engine import heartbeats
from jobs.models import Alert, AlertDelivery, AlertTarget, FailedRecord, Heartbeat, JobRun, State
from jobs.models.alerts import Rule
from tests.engine.support import definition, new_run

pytestmark = pytest.mark.django_db
PARTS = ("beat", "worker jobs@host", "worker child jobs@host 0", "webhook receiver host")


@pytest.fixture(autouse=True)
def all_well(settings: Any) -> None:
    settings.EMAIL_HOST, settings.OUTGOING_ALLOW_HOSTS = "mail.example", ["127.0.0.1"]
    for part in PARTS:
        heartbeats.sign(part)


@pytest.fixture
def mailbox() -> AlertTarget:
    return AlertTarget.objects.create(name="on call", kind="email", address="ops@example.com")


class Hook(HTTPServer):
    """Somebody's webhook: what it got, and how it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/alerts?team=oms"


class Receiver(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://169.254.169.254/")
        self.end_headers()

    def log_message(self, *args: Any) -> None: ...


@pytest.fixture
def hook() -> Iterator[Hook]:
    server = Hook()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def dead(**columns: Any) -> JobRun:
    told = {"origin": "schedule", "state": State.DEAD, "finished_at": timezone.now(), "error": "No such order"}
    return new_run(**{**told, **columns})


def told() -> list[str]:
    alerts.watch()
    alerts.deliver()
    subjects = [letter.subject.removeprefix("[Job Manager] ") for letter in mail.outbox]
    mail.outbox.clear()
    return subjects


def test_each_state_is_told_once_and_its_end_once(mailbox: AlertTarget) -> None:
    run = dead()
    assert told() == ["Failed runs: miscellaneous.probe"]
    dead()
    assert told() == [], "the state is the same, however many runs"
    JobRun.objects.exclude(pk=run.pk).delete()
    JobRun.objects.filter(pk=run.pk).update(state=State.IGNORED)
    assert told() == ["Over: Failed runs: miscellaneous.probe"]
    assert told() == []
    dead()
    assert told() == ["Failed runs: miscellaneous.probe"], "a new beginning is a new alert"
    assert Alert.objects.count() == 2


def test_records_missed_slots_and_slow_runs(mailbox: AlertTarget) -> None:
    now = timezone.now()
    done = new_run(state=State.DONE, started_at=now - timedelta(minutes=3), finished_at=now - timedelta(minutes=1))
    record = FailedRecord.objects.create(run=done, reference="1", reason="x", message="x")
    missed = new_run(origin="schedule", state=State.MISSED, finished_at=now, slot_at=now)
    begun, until = now - timedelta(minutes=7), now + timedelta(hours=1)
    slow = new_run(origin="schedule", state=State.RUNNING, started_at=begun, lease_until=until)
    assert sorted(told()) == [
        "A run takes much longer than usual: run " + str(slow.pk),
        "Missed slots: miscellaneous.probe",
        "Records that could not be taken in: miscellaneous.probe",
    ]
    of_records = Alert.objects.get(rule="failed_records").text
    assert of_records.startswith("1 record of ") and of_records.endswith(f" could not be taken in. Run {done.pk}.")
    FailedRecord.objects.filter(pk=record.pk).update(state="resolved")
    JobRun.objects.filter(pk=missed.pk).update(state=State.IGNORED)
    JobRun.objects.filter(pk=slow.pk).update(state=State.DONE, finished_at=now, lease_until=None)
    assert len([subject for subject in told() if subject.startswith("Over: ")]) == 3


def test_a_dry_run_that_fails_alarms_nobody(mailbox: AlertTarget) -> None:
    run = dead(dry=True)
    FailedRecord.objects.create(run=run, reference="1", reason="x", message="x")
    assert told() == []


def test_a_title_has_the_job_s_name_and_the_document_its_key(
    mailbox: AlertTarget, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe = definition(lambda run, parameters: None)
    monkeypatch.setattr(registry, "_index", lambda: {probe.key: probe})
    AlertTarget.objects.create(name="chat", kind="webhook", address=hook.url)
    dead()
    assert told() == ["Failed runs: Probe"]
    sent = json.loads(hook.got[0][1])
    assert sent["subject"] == probe.key
    assert sent["text"].startswith("Failed runs: Probe. 1 run of Probe failed.")


def test_looking_at_dead_runs_asks_as_much_for_five_jobs_as_for_one() -> None:
    def asked(keys: list[str]) -> int:
        for key in keys:
            dead(key=key, error="Not there")
        with CaptureQueriesContext(connection) as queries:
            texts = [text for rule, _subject, text in troubles() if rule == Rule.DEAD]
        assert len(texts) == JobRun.objects.values("key").distinct().count()
        assert all(text.endswith(": Not there") for text in texts)
        return len(queries)

    one = asked(["miscellaneous.probe"])
    assert asked(["orders.new", "orders.update", "orders.returns", "products.sync"]) == one


def test_what_a_run_stands_for_is_not_missed(mailbox: AlertTarget) -> None:
    now = timezone.now()
    stand_in = new_run(origin="schedule", state=State.DONE, finished_at=now, slot_at=now)
    new_run(origin="schedule", state=State.MISSED, finished_at=now, covered_by=stand_in)
    assert told() == []


def test_a_silent_worker_and_a_silent_beat(mailbox: AlertTarget) -> None:
    Heartbeat.objects.filter(part__in=("beat", "worker jobs@host")).update(at=timezone.now() - timedelta(seconds=50))
    assert told() == ["A part is silent: beat", "A part is silent: worker parent"]
    heartbeats.sign("beat")
    assert told() == ["Over: A part is silent: beat"]


def test_a_target_hears_what_it_chose_while_it_is_enabled(mailbox: AlertTarget) -> None:
    AlertTarget.objects.create(name="other", kind="email", address="b@example.com", rules=["silent"])
    AlertTarget.objects.create(name="off", kind="email", address="c@example.com", enabled=False)
    dead()
    alerts.watch()
    assert [delivery.target for delivery in AlertDelivery.objects.all()] == [mailbox]


def test_a_trouble_that_ended_before_anybody_was_told_is_not_told(mailbox: AlertTarget) -> None:
    run = dead()
    alerts.watch()
    JobRun.objects.filter(pk=run.pk).delete()
    assert told() == []


def test_a_webhook_gets_a_signed_document(hook: Hook) -> None:
    target = AlertTarget(name="chat", kind="webhook", address=hook.url)
    target.secret = "a secret of ours"
    target.save()
    dead(error="Order <b>#1</b> is missing")
    alerts.watch()
    assert alerts.deliver() == 1 and alerts.deliver() == 0
    headers, body = hook.got[0]
    signed = hmac.new(b"a secret of ours", body, hashlib.sha256).hexdigest()
    assert headers["X-Jobmanager-Signature"] == f"sha256={signed}"
    sent = json.loads(body)
    assert (sent["event"], sent["rule"], sent["subject"]) == ("opened", "dead", "miscellaneous.probe")
    assert "<b>#1</b> is missing" in sent["text"] and headers["Idempotency-Key"].startswith("alert-")
    assert b"a secret" not in body


@pytest.mark.parametrize("status", [500, 404, 302])
def test_a_webhook_that_refuses_is_tried_again_under_the_same_name_and_not_for_ever(hook: Hook, status: int) -> None:
    hook.status = status
    AlertTarget.objects.create(name="chat", kind="webhook", address=hook.url)
    dead()
    alerts.watch()
    for _ in range(12):
        AlertDelivery.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert alerts.deliver() == 0
    delivery = AlertDelivery.objects.get()
    assert (delivery.state, delivery.attempts, len(hook.got)) == ("failed", 8, 8) and str(status) in delivery.error
    assert len({headers["Idempotency-Key"] for headers, _ in hook.got}) == 1


def test_a_forbidden_address_is_not_called_and_not_tried_again(hook: Hook, settings: Any) -> None:
    settings.OUTGOING_ALLOW_HOSTS = []
    AlertTarget.objects.create(name="chat", kind="webhook", address=hook.url)
    dead()
    alerts.watch()
    alerts.deliver()
    assert AlertDelivery.objects.get().state == "failed" and not hook.got


def test_without_a_mail_server_the_delivery_says_so(mailbox: AlertTarget, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    dead()
    assert told() == [] and "EMAIL_HOST" in AlertDelivery.objects.get().error


def test_a_title_cannot_forge_headers(mailbox: AlertTarget) -> None:
    dead(key="miscellaneous.probe\r\nBcc: x@example.com")
    assert told() == ["Failed runs: miscellaneous.probe  Bcc: x@example.com"]
