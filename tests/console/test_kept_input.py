"""A form that is refused comes back as it was filled in, with what is wrong: nobody types twice."""

import re

import pytest
from django.test import Client

from jobs.models import Exclusion, ExclusionCalendar, JobRun
from tests.console import support
from tests.console.support import ORDERS, PRODUCTS

pytestmark = pytest.mark.django_db
START, END = "2090-11-24T00:00", "2090-11-28T00:00"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"end": "2090-01-01T00:00"}, "It must end after it starts"),
        ({"end": "9999-12-31T23:59"}, "must lie between the years 2000 and 2199"),
        ({"start": "soon"}, "is no time; write it like"),
        ({"reason": ""}, "It needs a reason."),
        ({"reason": "x" * 201}, "A reason has at most 200 characters; this one has 201."),
    ],
)
def test_a_time_that_cannot_be_closed(operator: Client, change: dict[str, str], says: str) -> None:
    support.shop()
    calendar, other = (ExclusionCalendar.objects.create(name=name) for name in ("Sale", "Stock count"))
    sent = {"start": START, "end": END, "reason": "Black Friday"} | change
    response = operator.post(f"/settings/calendars/{calendar.pk}/close/", sent)
    page = response.content.decode()
    assert response.status_code == 422 and says in page.replace("&#x27;", "'")
    for name, value in sent.items():
        [field] = [each for each in page.split("<input")[1:] if f'id="{name}-{calendar.pk}"' in each]
        assert value == "" or f'value="{value}"' in field.split(">")[0]
        [same] = [each for each in page.split("<input")[1:] if f'id="{name}-{other.pk}"' in each]
        assert "value=" not in same.split(">")[0]
    assert page.count("<details open>") == 1
    assert not Exclusion.objects.exists()


def test_a_name_that_is_too_long(operator: Client) -> None:
    response = operator.post("/settings/calendars/add/", {"name": "x" * 101})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'value="{"x" * 101}"' in page and "A name has at most 100 characters; this one has 101." in page
    assert not ExclusionCalendar.objects.exists()


@pytest.mark.parametrize(
    ("at", "says"), [("", "is no time"), ("soon", "is no time"), ("9999-12-31T23:59", "must lie between")]
)
def test_a_moment_that_cannot_be_planned_without_scripts(operator: Client, at: str, says: str) -> None:
    support.shop()
    sent = {"status": "any", "from_id": "4711", "_what": "at", "_at": at, "_next": "/initial-load/"}
    response = operator.post(f"/jobs/{ORDERS}/run/", sent)
    page = response.content.decode()
    assert response.status_code == 422 and says in page
    assert 'value="4711"' in page and f'name="_at" value="{at}"' in page
    assert re.search(r"<details open>\s*<summary>Run it once", page)
    assert not JobRun.objects.exists()


@pytest.mark.parametrize(
    ("change", "status"),
    [({"_override": "1", "_reason": " "}, 422), ({"_what": "now"}, 409), ({"from_id": "x", "_reason": "a test"}, 422)],
)
def test_a_run_that_was_not_started_without_scripts(operator: Client, change: dict[str, str], status: int) -> None:
    support.shop()
    sent = {"status": "any", "from_id": "4711", "_at": START} | change
    response = operator.post(f"/jobs/{ORDERS}/run/", sent)
    page = response.content.decode()
    assert response.status_code == status
    assert f'value="{sent["from_id"]}"' in page and f'name="_at" value="{START}"' in page
    assert re.search(rf'name="_reason"\s+value="{sent.get("_reason", "").strip()}"', page)


def test_the_page_that_came_back_leads_to_itself(operator: Client) -> None:
    """The form was sent to an address that can't be looked at."""
    support.shop()
    page = operator.post(f"/jobs/{PRODUCTS}/run/", {"_what": "at", "_at": ""}).content.decode()
    assert f'name="_next" value="/jobs/{PRODUCTS}/"' in page and f"/jobs/{PRODUCTS}/run/?" not in page
    assert f'hx-get="/jobs/{PRODUCTS}/?' in page
