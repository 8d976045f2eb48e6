"""Who may call what: every operation has a role, and the row of a table here."""

import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from ninja import Schema
from ninja.operation import Operation

from console.api import tokens
from console.api.models import ApiToken
from console.api.urls import api
from console.frame.roles import grant
from jobs.audit import SYSTEM
from jobs.models import AuditLog
from tests.api.conftest import PROBE, Call, person, token

ROLES = ("", "viewer", "operator", "admin")
# Every operation, and the least role that it lets in: written by hand, so that no route opens itself by mistake.
TABLE = {
    "get /jobs": "viewer",
    "get /jobs/{key}": "viewer",
    "post /jobs/{key}/runs": "operator",
    "post /jobs/{key}/switch": "operator",
    "get /runs": "viewer",
    "get /runs/{pk}": "viewer",
    "get /runs/{pk}/log": "viewer",
    "get /runs/{pk}/changes": "viewer",
    "get /runs/{pk}/records": "operator",
    "post /runs/{pk}/stop": "operator",
    "post /runs/{pk}/resume": "operator",
    "post /runs/{pk}/retry": "operator",
    "post /runs/{pk}/ignore": "operator",
    "post /runs/{pk}/records/retry": "operator",
    "post /records/{pk}/ignore": "operator",
    "get /dead-groups": "viewer",
    "post /dead-groups/retry": "operator",
    "post /dead-groups/ignore": "operator",
    "get /schedules": "viewer",
    "put /schedules": "operator",
    "get /schedules/{pk}": "viewer",
    "get /schedules/{pk}/slots": "viewer",
    "post /schedules/{pk}/switch": "operator",
    "post /schedules/{pk}/pause": "operator",
    "post /schedules/{pk}/resume": "operator",
    "post /schedules/{pk}/skip-next": "operator",
    "post /schedules/{pk}/undo-skip": "operator",
    "post /schedules/{pk}/backfill": "operator",
    "get /pauses": "viewer",
    "post /pauses": "operator",
    "post /pauses/{pk}/end": "operator",
    "get /webhooks/events": "viewer",
    "get /webhooks/events/{pk}": "viewer",
    "get /webhooks/events/{pk}/payload": "operator",
    "post /webhooks/events/{pk}/replay": "operator",
    "post /webhooks/events/{pk}/ignore": "operator",
    "post /webhooks/dead-groups/replay": "operator",
    "post /webhooks/dead-groups/ignore": "operator",
    "get /webhooks/subscriptions": "viewer",
    "post /webhooks/subscriptions": "operator",
    "post /webhooks/subscriptions/seen": "operator",
    "get /orders": "viewer",
    "get /orders/{pk}": "viewer",
    "post /orders/{pk}/approve": "operator",
    "post /returned-items/{pk}/damaged": "operator",
    "get /shops": "viewer",
    "post /shops/{pk}/test": "operator",
    "get /calendars": "viewer",
    "post /calendars": "operator",
    "post /calendars/{pk}/close": "operator",
    "post /closed/{pk}/reopen": "operator",
    "get /alerts": "admin",
    "get /alert-targets": "admin",
    "post /alert-targets": "admin",
    "post /alert-targets/{pk}/switch": "admin",
    "delete /alert-targets/{pk}": "admin",
    "get /audit": "admin",
    "get /health": "viewer",
}
# What the description leaves out: itself.
UNTOLD = {"get /openapi.json": "viewer"}


def operations() -> set[str]:
    schema = api.get_openapi_schema(path_prefix="/api/")
    return {f"{verb} {path.removeprefix('/api')}" for path, verbs in schema["paths"].items() for verb in verbs}


def routed() -> dict[str, Operation]:
    """Also what the description leaves out."""
    return {
        f"{verb.lower()} {prefix}{path}": operation
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for verb in operation.methods
    }


def test_every_operation_stands_in_the_table() -> None:
    assert operations() == set(TABLE)
    assert set(routed()) == {*TABLE, *UNTOLD}


def test_no_two_shapes_share_a_name() -> None:
    """Of two the description would keep one, and tell of the other's calls what is not so."""
    modules = {operation.view_func.__module__ for operation in routed().values()}
    shapes = [one for name in modules for one in vars(sys.modules[name]).values() if isinstance(one, type)]
    told: dict[str, set[str]] = {}
    for shape in shapes:
        if issubclass(shape, Schema):
            told.setdefault(shape.__name__, set()).add(str(sorted(shape.model_fields)))
    assert [name for name, kinds in told.items() if len(kinds) > 1] == []


@pytest.mark.django_db
@pytest.mark.parametrize("operation", sorted(TABLE | UNTOLD))
def test_each_role_gets_in_where_the_table_says(call: Call, operation: str) -> None:
    verb, path = operation.split()
    path = path.replace("{key}", PROBE.key).replace("{pk}", "999")
    least = ROLES.index((TABLE | UNTOLD)[operation])
    for number, role in enumerate(ROLES):
        status = call(verb, path, role=role, body={}).status_code
        expected = {401} if not role else {403} if number < least else {200, 201, 404, 409, 422}
        assert status in expected, (role, status)


@pytest.mark.django_db
def test_the_description_is_for_callers_alone(call: Call) -> None:
    assert call("get", "/openapi.json", role="").status_code == 401
    described = call("get", "/openapi.json", role="viewer").json()
    assert described["openapi"].startswith("3.") and "/api/jobs" in described["paths"]


@pytest.mark.django_db
def test_a_token_never_may_more_than_its_user() -> None:
    strong = tokens.issue(person("viewer"), "too much", "admin", SYSTEM)[1]
    headers = {"Authorization": f"Bearer {strong}"}
    assert Client().get("/api/audit", headers=headers).status_code == 403
    grant(person("viewer"), "admin")
    assert Client().get("/api/audit", headers=headers).status_code == 200


@pytest.mark.django_db
def test_revoked_expired_foreign_and_inactive_open_nothing() -> None:
    plain = token("viewer")
    headers = {"Authorization": f"Bearer {plain}"}
    assert Client().get("/api/jobs", headers=headers).status_code == 200
    row = ApiToken.objects.get()
    assert plain not in str(vars(row)) and row.used_at is not None
    for change in ({"expires_at": timezone.now() - timedelta(seconds=1)}, {"revoked_at": timezone.now()}):
        ApiToken.objects.filter(pk=row.pk).update(**{"expires_at": None, "revoked_at": None, **change})
        assert Client().get("/api/jobs", headers=headers).status_code == 401
    ApiToken.objects.update(expires_at=None, revoked_at=None)
    assert Client().get("/api/jobs", headers=headers).status_code == 200
    person("viewer").__class__.objects.update(is_active=False)
    assert Client().get("/api/jobs", headers=headers).status_code == 401
    for foreign in (f"{plain}x", "jm_", "", "Bearer"):
        assert Client().get("/api/jobs", headers={"Authorization": f"Bearer {foreign}"}).status_code == 401


@pytest.mark.django_db
def test_a_session_opens_it_too_and_changes_need_its_csrf_token() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person("operator"))
    assert browser.get("/api/jobs").status_code == 200
    url = f"/api/jobs/{PROBE.key}/runs"
    assert browser.post(url, "{}", content_type="application/json").status_code == 403
    browser.cookies["csrftoken"] = secret = "a" * 32
    sent = browser.post(url, "{}", content_type="application/json", headers={"X-CSRFToken": secret})
    assert sent.status_code == 201
    assert AuditLog.objects.get(action="run.requested").actor_name == "a operator"


@pytest.mark.django_db
def test_the_command_issues_lists_and_revokes(capsys: pytest.CaptureFixture[str]) -> None:
    person("operator")
    call_command("api_token", "issue", "a operator", "deploy script", "--role", "operator", "--days", "30")
    plain = capsys.readouterr().out.strip()
    headers = {"Authorization": f"Bearer {plain}"}
    assert Client().get("/api/jobs", headers=headers).status_code == 200
    call_command("api_token", "list")
    listed = capsys.readouterr().out
    assert "deploy script" in listed and plain not in listed and plain[:8] in listed
    call_command("api_token", "revoke", str(ApiToken.objects.get().pk))
    assert Client().get("/api/jobs", headers=headers).status_code == 401
    with pytest.raises(CommandError, match="no valid token"):
        call_command("api_token", "revoke", str(ApiToken.objects.get().pk))
    with pytest.raises(CommandError, match="no active user"):
        call_command("api_token", "issue", "nobody", "x")
    assert [row.action for row in AuditLog.objects.order_by("id")] == ["token.issued", "token.revoked"]


@pytest.mark.django_db
def test_the_admin_shows_a_new_token_once() -> None:
    browser = Client()
    chief = person("admin")
    chief.is_superuser = chief.is_staff = True
    chief.save()
    browser.force_login(chief)
    form = {"user": chief.pk, "name": "grafana", "role": "viewer", "expires_at_0": "", "expires_at_1": ""}
    page = browser.post("/admin/api/apitoken/add/", form, follow=True).content.decode()
    shown = page[page.index("jm_") :].split("<")[0].strip()
    assert Client().get("/api/jobs", headers={"Authorization": f"Bearer {shown}"}).status_code == 200
    assert shown not in browser.get("/admin/api/apitoken/").content.decode()
    chosen = {"action": "revoke_chosen", "_selected_action": [ApiToken.objects.get().pk]}
    browser.post("/admin/api/apitoken/", chosen, follow=True)
    assert ApiToken.objects.get().revoked_at is not None
