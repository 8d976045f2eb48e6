"""What the pages do, over HTTP: the same services, the same audit rows, refusals that say why."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from jobs.models import AuditLog, FailedRecord, JobRun, Pause, RunLog, State
from oms.models import ProductStore, Shop
from tests.api.conftest import PROBE, Call, token
from tests.engine.support import attempt, definition, new_run
from work.errors import Permanent

pytestmark = pytest.mark.django_db
RUNS = f"/jobs/{PROBE.key}/runs"


def fails(run: Any, parameters: Any) -> None:
    raise Permanent(f"Order {run.id} is missing")


def dead() -> JobRun:
    run = new_run(origin="schedule")
    attempt(run, definition(fails))
    run.refresh_from_db()
    return run


def last() -> AuditLog:
    return AuditLog.objects.order_by("-id")[0]


def test_the_cards(call: Call) -> None:
    (card,) = call("get", "/jobs").json()
    assert card["key"] == PROBE.key and card["default_schedule"] == "0 2 * * *"
    assert card["parameters"][0]["name"] == "count" and card["parameters"][0]["default"] == 3
    assert call("get", f"/jobs/{PROBE.key}").json()["unmet"] == []
    answer = call("get", "/jobs/no.job")
    assert answer.status_code == 404 and "no.job" in answer.json()["error"]


def test_run_now_is_one_run(call: Call) -> None:
    first = call("post", RUNS, body={"parameters": {"count": 5}})
    second = call("post", RUNS, body={})
    assert (first.status_code, second.status_code) == (201, 200)
    one, two = first.json(), second.json()
    assert two["already"] and one["run"]["id"] == two["run"]["id"]
    assert one["run"]["origin"] == "api" and one["run"]["parameters"] == {"count": 5}
    assert last().action == "run.requested" and last().actor_name == "a operator"


def test_dry_and_at_a_time(call: Call) -> None:
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    told = call("post", RUNS, body={"dry": True, "at": tomorrow}).json()["run"]
    assert told["dry"] and told["origin"] == "planned"
    late = call("post", RUNS, body={"at": "2020-01-01T00:00:00Z"})
    assert late.status_code == 409 and "passed" in late.json()["error"]


@pytest.mark.parametrize(("at", "status"), [("2099-12-24T06:00+23:59", 201), ("0001-01-01T00:00+23:59", 422)])
def test_a_moment_of_any_offset(call: Call, at: str, status: int) -> None:
    """The database takes no offset of sixteen hours or more."""
    assert call("post", RUNS, body={"at": at}).status_code == status
    assert call("get", "/runs?after=" + quote(f"{at}_1")).status_code == (422 if status == 422 else 200)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"parameters": {"count": 0}}, "count"),
        ({"parametres": {}}, "wanted.parametres"),
        ({"at": "2030-01-01T00:00:00"}, "wanted.at"),
        ({"parameters": {"count": "\x00"}}, "wanted.parameters"),
    ],
)
def test_a_bad_value_is_named(call: Call, body: dict[str, Any], field: str) -> None:
    answer = call("post", RUNS, body=body)
    fields = answer.json()["fields"]
    assert answer.status_code == 422 and [name.removeprefix("wanted.") for name in fields] == [
        field.removeprefix("wanted.")
    ]
    assert not JobRun.objects.exists()


def test_several_shops_must_be_named(call: Call) -> None:
    store = ProductStore.objects.create(name="One")
    for name in ("one", "two"):
        Shop.objects.create(domain=f"{name}.myshopify.com", store=store)
    assert call("post", RUNS, body={}).status_code == 422
    told = call("post", RUNS, body={"shop": "two.myshopify.com"}).json()["run"]
    assert told["shop"] == "two.myshopify.com"
    assert call("post", RUNS, body={"shop": "six.myshopify.com"}).status_code == 422


def test_runs_page_by_page_without_doubles_or_gaps(call: Call) -> None:
    made = [new_run(origin="schedule", state=State.SKIPPED, finished_at=timezone.now()).pk for _ in range(7)]
    JobRun.objects.update(created_at=timezone.now())
    seen: list[int] = []
    after = ""
    while True:
        page = call("get", f"/runs?limit=3&state=skipped{after}", role="viewer").json()
        seen += [run["id"] for run in page["runs"]]
        if page["next"] is None:
            break
        after = "&after=" + page["next"].replace("+", "%2B")
    assert seen == sorted(made, reverse=True)
    assert call("get", "/runs?after=yesterday").status_code == 422
    assert call("get", "/runs?sate=dead").status_code == 422
    assert call("get", "/runs/999999").status_code == 404


def test_a_runs_log_and_changes(call: Call) -> None:
    run = new_run()
    lines = [RunLog.objects.create(run=run, text=text) for text in ("one", "two")]
    told = call("get", f"/runs/{run.pk}/log?after={lines[0].pk}").json()
    assert [line["text"] for line in told] == ["two"]
    assert call("get", f"/runs/{run.pk}/changes").json() == []


def test_stop_resume_retry_ignore(call: Call) -> None:
    run = new_run(origin="schedule")
    assert call("post", f"/runs/{run.pk}/stop", body={"reason": "wrong day"}).json()["state"] == "cancelled"
    assert last().reason == "wrong day"
    again = call("post", f"/runs/{run.pk}/stop", body={})
    assert again.status_code == 409 and "already cancelled" in again.json()["error"]
    assert call("post", f"/runs/{run.pk}/resume").json()["state"] == "pending"
    died = dead()
    assert call("post", f"/runs/{died.pk}/retry").json()["state"] == "pending"
    died = dead()
    assert call("post", f"/runs/{died.pk}/ignore", body={"reason": ""}).status_code == 422
    assert call("post", f"/runs/{died.pk}/ignore", body={"reason": "known"}).json()["state"] == "ignored"


def test_groups_of_dead_runs(call: Call) -> None:
    first, _ = dead(), dead()
    (group,) = call("get", "/dead-groups").json()
    assert group["count"] == 2 and group["fingerprint"] == first.fingerprint and "missing" in group["error"]
    body = {"job": PROBE.key, "fingerprint": first.fingerprint}
    assert call("post", "/dead-groups/retry", body=body).json() == {"count": 2}
    assert call("post", "/dead-groups/ignore", body={**body, "reason": "x"}).status_code == 409


def test_failed_records(call: Call) -> None:
    run = new_run(state=State.DONE, finished_at=timezone.now())
    records = [FailedRecord.objects.create(run=run, reference=str(n), reason="x", message="x") for n in range(3)]
    listed = call("get", f"/runs/{run.pk}/records").json()
    assert [record["reference"] for record in listed] == ["0", "1", "2"]
    ignored = call("post", f"/records/{records[0].pk}/ignore", body={"reason": "test data"}).json()
    assert ignored["state"] == "ignored"
    retry = call("post", f"/runs/{run.pk}/records/retry", body={"records": [records[1].pk]}).json()
    assert retry["retry_of"] == run.pk and retry["origin"] == "retry"


def test_what_a_preview_foretold_is_not_retried(call: Call) -> None:
    preview = new_run(dry=True, state=State.DONE, finished_at=timezone.now())
    record = FailedRecord.objects.create(run=preview, reference="1", reason="x", message="x")
    assert call("post", f"/runs/{preview.pk}/records/retry", body={}).status_code == 409
    refused = call("post", f"/records/{record.pk}/ignore", body={"reason": "x"})
    assert refused.status_code == 409 and "foretells" in refused.json()["error"]


def test_a_mistyped_parameter_is_named(call: Call) -> None:
    refused = call("post", f"/jobs/{PROBE.key}/runs", body={"parameters": {"cuont": 5}})
    assert refused.status_code == 422
    assert refused.json()["fields"] == {"__all__": ["There is no parameter 'cuont'; there are: count."]}


def test_a_schedule_from_its_making_to_its_backfill(call: Call) -> None:
    body: dict[str, Any] = {"job": PROBE.key, "chosen": {"when": "0 3 * * *", "zone": "Europe/Berlin"}}
    made = call("put", "/schedules", body=body).json()
    assert made["chosen"]["when"] == "0 3 * * *" and made["revision"] == 1
    path = f"/schedules/{made['id']}"
    assert call("put", "/schedules", body={**body, "revision": 9}).status_code == 409
    assert len(call("get", f"{path}/slots?count=3").json()) == 3
    assert call("post", f"{path}/skip-next").json()["skip_slot"]
    assert call("post", f"{path}/undo-skip").json()["skip_slot"] is None
    assert call("post", f"{path}/pause", body={"reason": "stock count"}).json()["pause_reason"] == "stock count"
    resumed = call("post", f"{path}/resume").json()
    assert (resumed["paused_at"], resumed["pause_reason"]) == (None, ""), "the pause that has ended is told as none"
    assert not call("post", f"{path}/switch", body={"enabled": False}).json()["chosen"]["enabled"]
    now = timezone.now()
    span = {"start": (now - timedelta(days=3)).isoformat(), "end": now.isoformat()}
    assert call("post", f"{path}/backfill", body=span).json() == {"count": 3}
    bad = call("put", "/schedules", body={"job": PROBE.key, "chosen": {"when": "now and then"}})
    assert bad.status_code == 422 and "now and then" in bad.json()["error"]
    assert [one["id"] for one in call("get", f"/schedules?job={PROBE.key}").json()] == [made["id"]]


def test_the_switch(call: Call) -> None:
    assert call("post", f"/jobs/{PROBE.key}/switch", body={"enabled": False}).status_code == 409
    on = call("post", f"/jobs/{PROBE.key}/switch", body={"enabled": True}).json()
    assert on["chosen"]["when"] == "0 2 * * *" and on["chosen"]["enabled"]


def test_pauses(call: Call) -> None:
    made = call("post", "/pauses", body={"category": "miscellaneous", "reason": "stock count"})
    assert made.status_code == 201 and Pause.objects.count() == 1
    (listed,) = call("get", "/pauses").json()
    assert listed["paused_by"] == "a operator"
    assert call("post", f"/pauses/{listed['id']}/end").json()["ended_by"] == "a operator"
    assert call("post", "/pauses", body={"reason": "x"}).status_code == 409


def test_the_audit_trail_is_for_admins_and_reads_backwards(call: Call) -> None:
    call("post", RUNS, body={})
    rows = call("get", "/audit?limit=1", role="admin").json()
    older = call("get", f"/audit?before={rows[0]['id']}", role="admin").json()
    assert rows[0]["action"] == "token.issued" and older[0]["action"] == "run.requested"


def test_health_names_what_is_wrong(call: Call) -> None:
    parts = {problem["part"] for problem in call("get", "/health").json()}
    assert {"worker", "beat"} <= parts


def test_a_moment_no_clock_can_show_is_refused_with_its_name(call: Call) -> None:
    far = "9999-12-31T23:59:00-05:00"
    chosen = {"when": "every 5 minutes"}
    plan = call("put", "/schedules", body={"job": PROBE.key, "chosen": chosen}).json()["id"]
    calendar = call("post", "/calendars", body={"name": "Sale"}).json()["id"]
    start = "2026-01-01T00:00:00Z"
    for path, body, named in (
        (RUNS, {"at": far}, "The planned moment"),
        (f"/schedules/{plan}/pause", {"reason": "x", "until": far}, "The end of the pause"),
        ("/pauses", {"reason": "x", "job": PROBE.key, "until": far}, "The end of the pause"),
        (f"/calendars/{calendar}/close", {"start": start, "end": far, "reason": "x"}, "The end of the closed time"),
        (f"/schedules/{plan}/backfill", {"start": "0001-01-01T00:00:00Z", "end": start}, "The start of the backfill"),
    ):
        answer = call("post", path, body=body)
        assert (answer.status_code, answer.json()["error"]) == (
            422,
            f"{named} must lie between the years 2000 and 2199.",
        )
    answer = call("put", "/schedules", body={"job": PROBE.key, "chosen": {"when": f"at {far}"}})
    assert answer.status_code == 422 and "between the years" in answer.json()["error"]


@pytest.mark.parametrize(("method", "path", "status"), [("get", "/nope", 404), ("put", "/runs", 405)])
def test_an_address_that_is_none_is_refused_in_the_one_shape(call: Call, method: str, path: str, status: int) -> None:
    answer = call(method, path)
    assert answer.status_code == status and answer.headers["X-Request-ID"]
    assert set(answer.json()) == {"error", "fields"}


def test_an_error_of_ours_is_told_in_the_one_shape(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("console.api.routes.runs.run_out", fail)
    run = new_run()
    client = Client(raise_request_exception=False)
    answer = client.get(f"/api/runs/{run.pk}", headers={"Authorization": f"Bearer {token('viewer')}"})
    assert answer.status_code == 500 and set(answer.json()) == {"error", "fields"}
    assert "secret" not in answer.content.decode()


def test_a_refusal_names_what_the_caller_knows(call: Call) -> None:
    assert set(call("post", f"/runs/{new_run().pk}/stop").json()["fields"]) == {"body"}
    refused = call("post", "/pauses", body={"category": "nope", "reason": "x"})
    assert refused.json()["error"].startswith("'nope' is no category.")
