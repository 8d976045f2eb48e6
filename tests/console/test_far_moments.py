"""A date that no clock can show, typed into a page: a sentence, nothing stored, and every page still opens."""

import pytest
from django.test import Client

from jobs.audit import Actor
from jobs.models import Exclusion, ExclusionCalendar, JobRun, Pause, Schedule
from jobs.services.schedules import Settings, save_schedule
from tests.console import support
from tests.console.support import PRODUCTS

pytestmark = pytest.mark.django_db
FAR = "9999-12-31T23:59"
REFUSED = "must lie between the years 2000 and 2199"


def test_no_page_takes_it(operator: Client) -> None:
    shop = support.shop()
    plan = save_schedule(PRODUCTS, shop, Settings("0 * * * *", "America/New_York"), Actor("ada"))
    calendar = ExclusionCalendar.objects.create(name="Sale")
    job = f"/jobs/{PRODUCTS}"
    for status, address, sent in (
        (200, f"/schedules/{plan.pk}/pause/", {"reason": "x", "until": FAR}),
        (200, f"/schedules/{plan.pk}/backfill/", {"start": "0001-01-01T00:00", "end": "2026-01-01T00:00"}),
        (200, "/pauses/", {"category": "orders", "reason": "x", "until": FAR}),
        (422, f"/settings/calendars/{calendar.pk}/close/", {"start": "2026-01-01T00:00", "end": FAR, "reason": "x"}),
        (422, f"{job}/run/", {"_what": "at", "_at": FAR}),
    ):
        response = operator.post(address, sent, follow=True)
        assert response.status_code == status and REFUSED in response.content.decode(), address
    plan.refresh_from_db()
    assert plan.pause is None
    assert not any(model._default_manager.exists() for model in (Pause, Exclusion, JobRun))
    for page in ("/", "/pending/", "/orders/", f"{job}/", "/settings/calendars/"):
        assert operator.get(page).status_code == 200


def test_the_editor_says_it_beside_the_field(operator: Client) -> None:
    support.shop()
    sent = {"plan-kind": "once", "plan-at": FAR, "plan-zone": "America/New_York"}
    response = operator.post(f"/jobs/{PRODUCTS}/schedule/", sent)
    assert response.status_code == 422 and REFUSED in response.content.decode()
    assert not Schedule.objects.exists()


@pytest.mark.parametrize("at", ["2026-12-24T06:00+23:59", "0001-01-01T00:00+23:59", "9999-12-31T23:59-23:59"])
def test_a_moment_of_any_offset_is_answered(operator: Client, at: str) -> None:
    """The database takes no offset of sixteen hours or more."""
    shop = support.shop()
    plan = save_schedule(PRODUCTS, shop, Settings("0 * * * *", "America/New_York"), Actor("ada"))
    calendar = ExclusionCalendar.objects.create(name="Sale")
    for address, sent in (
        (f"/schedules/{plan.pk}/pause/", {"reason": "x", "until": at}),
        (f"/schedules/{plan.pk}/backfill/", {"start": at, "end": at}),
        ("/pauses/", {"category": "orders", "reason": "x", "until": at}),
        (f"/settings/calendars/{calendar.pk}/close/", {"start": at, "end": "2027-01-01T00:00", "reason": "x"}),
        (f"/jobs/{PRODUCTS}/run/", {"_what": "at", "_at": at}),
        (f"/jobs/{PRODUCTS}/schedule/", {"plan-kind": "once", "plan-at": at, "plan-zone": "UTC"}),
    ):
        assert operator.post(address, sent, follow=True).status_code < 500, address
