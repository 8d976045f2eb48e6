"""Whoever edits in Django admin leaves one audit row for each record, in the same transaction, whatever the model."""

import pytest
from django.apps import apps
from django.test import Client

from jobs import audit
from tests.admin_audit.cases import CASES, ISSUED, WRITABLE, may, that
from tests.admin_audit.driving import address, broken, last, line_of, rows, send, typed

pytestmark = pytest.mark.django_db


def test_every_writable_admin_has_a_case() -> None:
    assert set(CASES) == set(WRITABLE)


def test_nothing_is_edited_on_the_ways_that_are_not_listened_to() -> None:
    ways = ("list_editable", "ordering_field", "actions_list", "actions_row", "actions_detail", "actions_submit_line")
    assert [name for name, options in WRITABLE.items() for way in ways if getattr(options, way, None)] == []


@pytest.mark.parametrize("label", that("add"))
def test_what_is_made_is_told_once(browser: Client, label: str) -> None:
    case, before = CASES[label], set(apps.get_model(label)._default_manager.values_list("pk", flat=True))
    new, since = case.new(), last()
    send(browser, address(label, "add"), **new)
    made = apps.get_model(label)._default_manager.exclude(pk__in=before).get()
    (row,) = rows(since)
    assert row.action == ISSUED.get(label, f"{case.subject}.created")
    assert (row.object_type, row.object_id, row.actor_name) == (label.lower(), str(made.pk), "root")
    assert row.before == {} and row.after
    if label not in ISSUED:
        assert row.after["record"] == str(made) and str(made) in line_of(row).target


@pytest.mark.parametrize("label", that("change"))
def test_what_is_changed_is_told_with_what_it_was(browser: Client, label: str) -> None:
    case, row = CASES[label], CASES[label].row()
    since = last()
    send(browser, address(label, "change", row.pk), **case.edit)
    told = rows(since)
    if not case.edit:
        assert told == [] and label.startswith("axes.")  # nothing on its page can be edited
        return
    (deed,) = told
    changed = set(case.changed or case.edit) | {"record"}
    assert (deed.action, deed.object_id) == (f"{case.subject}.changed", str(row.pk))
    assert set(deed.before) - {"date_changed"} == set(deed.after) - {"date_changed"} == changed
    assert all(deed.before[name] != deed.after[name] for name in changed - {"record"})
    assert {change.name.replace(" ", "_") for change in line_of(deed).changes} >= changed - {"record"}


@pytest.mark.parametrize("label", that("change"))
def test_saving_what_was_there_tells_of_nothing(browser: Client, label: str) -> None:
    row = CASES[label].row()
    since = last()
    send(browser, address(label, "change", row.pk))
    assert [deed for deed in rows(since) if set(deed.after) - {"date_changed", "record"}] == []


@pytest.mark.parametrize("label", that("delete"))
@pytest.mark.parametrize("way", ["page", "list"])
def test_what_is_deleted_is_told_with_all_it_was(browser: Client, label: str, way: str) -> None:
    case, row = CASES[label], CASES[label].row()
    row.refresh_from_db()
    name, since = str(row), last()
    if way == "page":
        url, sent = address(label, "delete", row.pk), {"post": "yes"}
    else:
        url = address(label, "changelist")
        sent = {"action": "delete_selected", "_selected_action": str(row.pk)}
        assert browser.post(url, sent).status_code == 200
        assert rows(since) == []  # it only asks
        sent["post"] = "yes"
    assert browser.post(url, sent).status_code == 302
    assert not type(row)._default_manager.filter(pk=row.pk).exists()
    (deed,) = rows(since)
    assert (deed.action, deed.object_type, deed.object_id) == (f"{case.subject}.deleted", label.lower(), str(row.pk))
    assert deed.after == {} and len(deed.before) > 1 and deed.before["record"] == name
    assert name in line_of(deed).target


@pytest.mark.parametrize("label", list(WRITABLE))
def test_without_its_row_nothing_is_edited(browser: Client, label: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case, model = CASES[label], apps.get_model(label)
    row = case.row()
    before = list(model._default_manager.values().order_by("pk"))
    url = address(label, "change", row.pk)
    sent = typed(browser.get(url), **case.edit)
    monkeypatch.setattr(audit, "record_all", broken)
    monkeypatch.setattr(audit, "record", broken)
    if case.edit:
        with pytest.raises(OSError, match="no row today"):
            browser.post(url, sent)
    if may(WRITABLE[label], "delete"):
        with pytest.raises(OSError, match="no row today"):
            browser.post(address(label, "delete", row.pk), {"post": "yes"})
    assert list(model._default_manager.values().order_by("pk")) == before


@pytest.mark.parametrize("label", that("add"))
def test_without_its_row_nothing_is_made(browser: Client, label: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model, url, new = apps.get_model(label), address(label, "add"), CASES[label].new()
    sent, before = typed(browser.get(url), **new), model._default_manager.count()
    for name in ("record", "record_all"):
        monkeypatch.setattr(audit, name, broken)
    with pytest.raises(OSError, match="no row today"):
        browser.post(url, sent)
    assert model._default_manager.count() == before
