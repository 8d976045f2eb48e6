"""Secrets, inlines, lists, actions and roles: every way to edit in Django admin leaves its rows, and no more."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from console.presentation.audit import lines
from jobs import audit
from jobs.models import Alert, AlertDelivery, AuditLog
from oms.models import (
    Facility,
    FacilityGroupMember,
)
from tests.admin_audit.cases import CASES, PASSWORD, group, member, token
from tests.admin_audit.driving import address, broken, last, rows, send
from tests.oms import factories

pytestmark = pytest.mark.django_db


def test_no_secret_stands_in_a_row(browser: Client) -> None:
    shopify = CASES["integrations.ShopifyConnection"].row()
    url = address("integrations.ShopifyConnection", "change", shopify.pk)
    for entered in ("shpat_one_aaaaaaaa", "shpat_two_bbbbbbbb"):
        send(browser, url, new_access_token=entered)
    first, second = (row for row in rows() if row.object_id == str(shopify.pk))
    assert (first.before["access_token"], first.after["access_token"]) == ("", "set")
    assert (second.before["access_token"], second.after["access_token"]) == ("set", "changed")
    ada = User.objects.create_user("ada", password=PASSWORD)
    url = reverse("admin:auth_user_password_change", args=[ada.pk])
    word = "another battery staple"
    browser.post(url, {"usable_password": "true", "password1": word, "password2": word, "set-password": "1"})
    ada.refresh_from_db()
    assert ada.check_password(word)
    (row,) = AuditLog.objects.filter(object_type="auth.user", object_id=str(ada.pk))
    assert (row.action, row.before, row.after) == (
        "record.changed",
        {"record": "ada", "password": "set"},
        {"record": "ada", "password": "changed"},
    )
    kept = str(list(AuditLog.objects.values()))
    shopify.refresh_from_db()
    sealed = shopify.access_token.stored  # type: ignore[attr-defined]
    assert [one for one in ("shpat_", word, ada.password, sealed) if one in kept] == []


def test_the_own_password_too(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    word = "another battery staple"
    sent = {"old_password": PASSWORD, "new_password1": word, "new_password2": word}
    with monkeypatch.context() as patch, pytest.raises(OSError, match="no row today"):
        patch.setattr(audit, "record_all", broken)
        browser.post(reverse("admin:password_change"), sent)
    assert User.objects.get().check_password(PASSWORD)
    assert browser.post(reverse("admin:password_change"), sent | {"old_password": "wrong"}).status_code == 200
    assert rows() == []
    assert browser.post(reverse("admin:password_change"), sent).status_code == 302
    (row,) = rows()
    assert (row.action, row.after) == ("record.changed", {"record": "root", "password": "changed"})


def test_rows_of_an_inline_are_records_too(browser: Client) -> None:
    east, rome, oslo = group(), factories.facility("ROME"), factories.facility("OSLO")
    stays, goes = (FacilityGroupMember.objects.create(group=east, facility=one) for one in (rome, oslo))
    url = address("oms.FacilityGroup", "change", east.pk)
    last_one = {"members-TOTAL_FORMS": "3", "members-2-facility": str(factories.facility("BERN").pk)}
    page = browser.get(url)
    prefix = page.context["inline_admin_formsets"][0].formset.prefix
    edits = {"members-0-sequence": "9", "members-1-DELETE": "on", "members-2-sequence": "1", **last_one}
    send(browser, url, **{name.replace("members", prefix): value for name, value in edits.items()})
    bern = FacilityGroupMember.objects.get(facility__code="BERN")
    told = {row.object_id: row for row in rows()}
    assert {pk: row.action for pk, row in told.items()} == {
        str(stays.pk): "record.changed",
        str(goes.pk): "record.deleted",
        str(bern.pk): "record.created",
    }
    assert (told[str(stays.pk)].before["sequence"], told[str(stays.pk)].after["sequence"]) == (stays.sequence, 9)
    assert told[str(goes.pk)].before["facility"] == "OSLO"


def test_what_goes_along_is_told_too(browser: Client) -> None:
    gone = member()
    browser.post(address("oms.FacilityGroup", "delete", gone.group_id), {"post": "yes"})
    assert [(row.action, row.object_type) for row in rows()] == [
        ("record.deleted", "oms.facilitygroup"),
        ("record.deleted", "oms.facilitygroupmember"),
    ]


def test_a_log_that_goes_along_fills_no_trail(browser: Client) -> None:
    target = CASES["jobs.AlertTarget"].row()
    alert = Alert.objects.create(rule="dead", subject="x", text="x")
    AlertDelivery.objects.create(alert=alert, target=target, event="opened")
    browser.post(address("jobs.AlertTarget", "delete", target.pk), {"post": "yes"})
    assert [row.action for row in rows()] == ["alert_target.deleted"]
    assert not AlertDelivery.objects.exists()


def test_what_is_chosen_of_many_is_told_by_name(browser: Client) -> None:
    night = Group.objects.create(name="night")
    night.permissions.set(Permission.objects.order_by("pk")[:2])
    wanted = [str(one.pk) for one in Permission.objects.order_by("pk")[1:3]]
    send(browser, address("auth.Group", "change", night.pk), permissions=wanted)
    (row,) = rows()
    names = [str(one) for one in Permission.objects.order_by("pk")[:3]]
    assert row.before == {"record": "night", "permissions": sorted(names[:2])}
    assert row.after == {"record": "night", "permissions": sorted(names[1:])}


def test_an_action_is_told_of_each_chosen_record(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    task = CASES["django_celery_beat.PeriodicTask"].row()
    url = address("django_celery_beat.PeriodicTask", "changelist")
    sent = {"action": "disable_tasks", "_selected_action": str(task.pk)}
    with monkeypatch.context() as patch, pytest.raises(OSError, match="no row today"):
        patch.setattr(audit, "record_all", broken)
        browser.post(url, sent)
    task.refresh_from_db()
    assert task.enabled is True  # type: ignore[attr-defined]
    browser.post(url, sent)
    task.refresh_from_db()
    assert task.enabled is False  # type: ignore[attr-defined]
    (row,) = rows()
    assert (row.action, row.object_id) == ("record.acted", str(task.pk))
    assert row.before["enabled"] is True and row.after["enabled"] is False
    assert row.after["action"] == "Disable selected tasks"


def test_a_token_is_revoked_with_one_row(browser: Client) -> None:
    one = token()
    since = last()
    browser.post(address("api.ApiToken", "changelist"), {"action": "revoke_chosen", "_selected_action": str(one.pk)})
    assert [row.action for row in rows(since)] == ["token.revoked"]


def test_many_are_deleted_in_as_many_queries_of_the_trail_as_one(browser: Client) -> None:
    spent = []
    for count in (1, 8):
        pks = [str(factories.facility(f"F{count}-{number}").pk) for number in range(count)]
        sent = {"action": "delete_selected", "_selected_action": pks, "post": "yes"}
        with CaptureQueriesContext(connection) as queries:
            browser.post(address("oms.Facility", "changelist"), sent)
        asked = [one["sql"] for one in queries if "FOR NO KEY UPDATE" in one["sql"] or "jobs_auditlog" in one["sql"]]
        spent.append(len(asked))
    assert spent[0] == spent[1] == 2
    assert AuditLog.objects.filter(action="record.deleted").count() == 9


@pytest.mark.parametrize("role", ["viewer", "operator"])
def test_who_may_not_edit_leaves_nothing(role: str) -> None:
    client, place = Client(), factories.facility("ROME")
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    client.force_login(user)
    for page in ("change", "delete"):
        answer = client.post(address("oms.Facility", page, place.pk), {"name": "Mine", "post": "yes"})
        assert answer.status_code == 403
    sent = {"action": "delete_selected", "_selected_action": str(place.pk), "post": "yes"}
    assert client.post(address("oms.Facility", "changelist"), sent).status_code == 403
    assert client.post(address("oms.Facility", "add"), {"name": "Mine"}).status_code == 403
    assert list(Facility.objects.filter(code="ROME").values_list("name", flat=True)) == ["ROME"] and rows() == []


def test_the_page_says_it_in_words(browser: Client) -> None:
    place = factories.facility("ROME", name="Rome")
    send(browser, address("oms.Facility", "change", place.pk), name="Milan")
    browser.post(address("oms.Facility", "delete", place.pk), {"post": "yes"})
    deleted, changed = lines(AuditLog.objects.order_by("-pk"))
    assert (changed.verb, changed.target) == ("changed the record", "facility Milan")
    assert [(one.name, one.before, one.after) for one in changed.changes] == [("name", "Rome", "Milan")]
    assert (deleted.verb, deleted.target) == ("deleted the record", "facility Milan")
    page = browser.get("/settings/audit/").content.decode()
    assert "changed the record" in page and "facility Milan" in page and "record changed" not in page
