"""Run now, the lock and its key, stop, resume: what the operator sees, and what is left in the audit log."""

import pytest
from django.test import Client

from jobs.models import AuditLog, JobRun
from tests.console import support
from tests.console.support import ORDERS, PRODUCTS

HTMX = {"HX-Request": "true"}
GOOD = {"status": "any", "from_id": "12"}
RUN_PRODUCTS, RUN_ORDERS = f"/jobs/{PRODUCTS}/run/", f"/jobs/{ORDERS}/run/"


@pytest.fixture(autouse=True)
def _shop(db: None) -> None:
    support.shop()


def test_run_now_starts_a_run_and_says_so(operator: Client) -> None:
    response = operator.post(RUN_PRODUCTS, {"_next": "/initial-load/"}, follow=True)
    run = JobRun.objects.get()
    assert (run.key, run.state, run.requested_by.username) == (PRODUCTS, "pending", "operator")
    assert response.redirect_chain == [("/initial-load/", 302)]
    page = " ".join(response.content.decode().split())
    assert f'Import Products in Bulk is on its way. <a href="/runs/{run.pk}/">Run {run.pk}</a>' in page
    audit = AuditLog.objects.get()
    assert (audit.action, audit.actor_name, audit.ip) == ("run.requested", "operator", "127.0.0.1")


def test_a_second_click_leads_to_the_run_that_is_there(operator: Client) -> None:
    operator.post(RUN_PRODUCTS)
    page = operator.post(RUN_PRODUCTS, follow=True).content.decode()
    assert "is already under way" in page
    assert JobRun.objects.count() == AuditLog.objects.count() == 1


def test_wrong_parameters_come_back_beside_their_field(operator: Client) -> None:
    support.run(PRODUCTS)
    response = operator.post(RUN_ORDERS, {"status": "any", "from_id": "twelve"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Enter a whole number." in page
    assert 'value="twelve"' in page
    assert '<option value="any" selected>' in page
    assert JobRun.objects.filter(key=ORDERS).count() == 0


def test_wrong_parameters_with_htmx_renew_only_the_fields(operator: Client) -> None:
    support.run(PRODUCTS)
    response = operator.post(RUN_ORDERS, {"status": "?", "from_id": ""}, headers=HTMX)
    page = response.content.decode()
    assert page.startswith('<div id="fields-initial-load-import-orders"')
    assert "Select a valid choice" in page
    assert "<html" not in page
    page = operator.post(RUN_ORDERS, GOOD, headers=HTMX).content.decode()
    assert "errorlist" not in page
    assert "is on its way" in page
    assert 'hx-swap-oob="innerHTML"' in page


def test_an_empty_box_is_a_no(operator: Client) -> None:
    """A browser sends nothing for a box that isn't ticked; the default must not fill that in."""
    support.run(PRODUCTS)
    operator.post(RUN_ORDERS, GOOD)
    assert JobRun.objects.get(key=ORDERS).parameters == {"status": "any", "from_id": 12, "with_tags": False}


def test_orders_before_products_are_refused_with_the_way_out(operator: Client) -> None:
    response = operator.post(RUN_ORDERS, GOOD)
    page = response.content.decode()
    assert response.status_code == 409
    assert "It was not started. Import Products in Bulk has not finished for this shop yet; run it first." in page
    assert f'<a href="/jobs/{PRODUCTS}/">Import Products in Bulk</a>' in page
    assert not JobRun.objects.exists()
    fragment = operator.post(RUN_ORDERS, GOOD, headers=HTMX)
    assert fragment.status_code == 200
    assert f'<a href="/jobs/{PRODUCTS}/">' in fragment.content.decode()


def test_the_page_shows_the_lock_before_anybody_tries(operator: Client) -> None:
    page = operator.get("/initial-load/").content.decode()
    assert page.count("<strong>Locked.</strong>") == 1
    assert "Run it all the same" in page
    support.run(PRODUCTS)
    assert "Locked." not in operator.get("/initial-load/").content.decode()


def test_an_override_needs_a_reason_and_is_audited(operator: Client) -> None:
    page = operator.post(RUN_ORDERS, {**GOOD, "_override": "1", "_reason": "  "}, follow=True).content.decode()
    assert "Say why it may run" in page
    assert not JobRun.objects.exists()
    operator.post(RUN_ORDERS, {**GOOD, "_override": "1", "_reason": "test store\x00, no products"})
    run = JobRun.objects.get()
    assert (run.override, run.override_reason) == (True, "test store, no products")
    kept = AuditLog.objects.get(action="run.overridden")
    assert (kept.actor_name, kept.reason, kept.ip) == ("operator", "test store, no products", "127.0.0.1")
    assert "has not finished" in kept.after["unmet"][0]


def test_a_reason_alone_overrides_nothing(operator: Client) -> None:
    assert operator.post(RUN_ORDERS, {**GOOD, "_reason": "because"}).status_code == 409


def test_a_run_that_nobody_works_on_is_told_to_be_cancelled(operator: Client) -> None:
    planned, between = support.run(state="pending"), support.run(support.NEW_ORDERS, "pending")
    JobRun.objects.filter(pk=between.pk).update(started_at=between.created_at)
    for run, said in ((planned, "cancelled before it began."), (between, "cancelled; what it has done so far stays.")):
        page = operator.post(f"/runs/{run.pk}/stop/", follow=True).content.decode()
        assert f"Run {run.pk} is {said}" in page


def test_stop_and_resume(operator: Client) -> None:
    run = support.run(state="running")
    page = operator.post(f"/runs/{run.pk}/stop/", follow=True).content.decode()
    assert "stops at its next chunk" in page
    assert "Stopping" in page
    JobRun.objects.filter(pk=run.pk).update(state="cancelled", finished_at=run.started_at, lease_until=None)
    page = operator.get(f"/runs/{run.pk}/").content.decode()
    assert f'action="/runs/{run.pk}/resume/"' in page
    response = operator.post(f"/runs/{run.pk}/resume/", headers=HTMX)
    assert response["HX-Trigger"] == "refresh"
    run.refresh_from_db()
    assert run.state == "pending"
    assert sorted(AuditLog.objects.values_list("action", flat=True)) == ["run.resumed", "run.stopped"]


@pytest.mark.parametrize(("deed", "says"), [("stop", "already done"), ("resume", "This run is done")])
def test_a_stale_button_changes_nothing_and_says_how_it_stands(operator: Client, deed: str, says: str) -> None:
    run = support.run(state="done")
    before = JobRun.objects.values().get()
    for headers in ({}, HTMX):
        response = operator.post(f"/runs/{run.pk}/{deed}/", follow=True, headers=headers)
        assert response.status_code == 200
        assert says in response.content.decode()
    assert JobRun.objects.values().get() == before
    assert not AuditLog.objects.exists()


def test_unknown_runs_and_jobs_are_not_found(operator: Client) -> None:
    huge = 10**25
    for address in ("/jobs/no.such/run/", "/runs/999/stop/", f"/runs/{huge}/resume/", f"/runs/{huge}/failed/"):
        assert operator.post(address).status_code == 404, address
    for address in ("/jobs/no.such/", f"/runs/{huge}/", "/brokering/", f"/runs/{huge}/log/"):
        assert operator.get(address).status_code == 404, address


def test_a_form_can_send_nobody_away(operator: Client) -> None:
    run = support.run(state="running")
    response = operator.post(f"/runs/{run.pk}/stop/", {"_next": "https://evil.example/"})
    assert response["Location"] == f"/runs/{run.pk}/"
