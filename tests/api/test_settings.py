"""Shops, calendars and alerts over HTTP."""

import pytest

from integrations.models import ShopifyConnection
from jobs.models import Alert, AlertTarget, AuditLog, ExclusionCalendar
from jobs.models.alerts import Rule
from tests.api.conftest import Call
from tests.webhooks.support import connected_shop

pytestmark = pytest.mark.django_db


def deeds() -> list[str]:
    return list(AuditLog.objects.exclude(action="token.issued").order_by("id").values_list("action", flat=True))


def test_shops_without_their_secrets(call: Call) -> None:
    shop = connected_shop(scopes="write_orders,read_products")
    answer = call("get", "/shops", role="viewer")
    (told,) = answer.json()
    assert (told["domain"], told["status"]) == (shop.domain, "CONNECTED")
    assert told["scopes"] == ["read_products", "write_orders"]
    row = ShopifyConnection.objects.get()
    for name in ShopifyConnection.SECRETS:
        secret = getattr(row, name).reveal()
        assert not secret or secret not in answer.content.decode()


def test_a_connection_that_does_not_open(call: Call, settings: object) -> None:
    settings.SANDBOX_URL = ""  # type: ignore[attr-defined]
    shop = connected_shop(base_url="http://127.0.0.1:1")
    told = call("post", f"/shops/{shop.pk}/test").json()
    assert not told["ok"] and "did not let us in" in told["text"]
    assert deeds() == ["connection.tested"]
    assert call("post", "/shops/999/test").status_code == 404


def test_a_calendar_is_made_closed_and_opened_again(call: Call) -> None:
    made = call("post", "/calendars", body={"name": "Sale"})
    assert made.status_code == 201 and call("post", "/calendars", body={"name": "Sale"}).status_code == 200
    path = f"/calendars/{made.json()['id']}/close"
    span = {"start": "2090-01-01T00:00:00Z", "end": "2090-01-02T00:00:00+02:00", "reason": "stock count"}
    closed = call("post", path, body=span).json()
    assert call("get", "/calendars", role="viewer").json()[0]["closed"] == [closed]
    assert call("post", path, body={**span, "end": span["start"]}).status_code == 409
    assert call("post", path, body={**span, "reason": ""}).status_code == 422
    assert call("post", f"/closed/{closed['id']}/reopen").json() == closed
    assert call("post", f"/closed/{closed['id']}/reopen").status_code == 404
    assert not ExclusionCalendar.objects.get().exclusions.exists()
    assert deeds() == ["calendar.created", "calendar.closed", "calendar.reopened"]


def test_whom_to_tell(call: Call) -> None:
    body = {"name": "ops", "kind": "email", "address": "ops@example.com", "rules": ["dead"], "secret": "s3cret"}
    made = call("post", "/alert-targets", role="admin", body=body)
    assert made.status_code == 201 and b"s3cret" not in made.content
    path = f"/alert-targets/{made.json()['id']}"
    assert call("post", "/alert-targets", role="admin", body=body).json()["fields"]["name"]
    bad = call("post", "/alert-targets", role="admin", body={**body, "name": "x", "address": "nobody"})
    assert bad.status_code == 422 and "address" in bad.json()["fields"]
    assert not call("post", f"{path}/switch", role="admin", body={"enabled": False}).json()["enabled"]
    assert [one["name"] for one in call("get", "/alert-targets", role="admin").json()] == ["ops"]
    assert call("delete", path, role="admin").json() == {"name": "ops"}
    assert not AlertTarget.objects.exists()
    assert deeds() == ["alert_target.created", "alert_target.changed", "alert_target.deleted"]


def test_alerts_that_last(call: Call) -> None:
    over = Alert.objects.create(rule="dead", subject="a", text="x", closed_at="2026-11-01T00:00:00Z")
    lasting = Alert.objects.create(rule="silent", subject="beat", text="Beat is silent")
    assert [one["id"] for one in call("get", "/alerts", role="admin").json()] == [lasting.pk, over.pk]
    assert [one["subject"] for one in call("get", "/alerts?lasting=true", role="admin").json()] == ["beat"]


def test_every_rule_can_be_chosen(call: Call) -> None:
    body = {"name": "all", "kind": "email", "address": "ops@example.com", "rules": Rule.values}
    assert call("post", "/alert-targets", role="admin", body=body).status_code == 201
