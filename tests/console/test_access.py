"""Every address of the console × every role × GET and POST, against the table below."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from console.checks import undeclared
from console.frame.middleware import DeclaredRoles
from console.frame.roles import Role, create_groups, grant, role_of
from console.urls import urlpatterns
from jobs.audit import Actor
from jobs.models import ExclusionCalendar, JobRun
from jobs.services.pauses import hold
from tests.console import support
from tests.oms import factories
from webhooks.models import ComplianceRequest, Duty, WebhookEvent

ROLES = ("anonymous", "", "viewer", "operator", "admin")
TO_LOGIN, REFUSED, WRONG_METHOD = "login", 403, 405
_READ = {"GET": (TO_LOGIN, 403, 200, 200, 200), "POST": (TO_LOGIN, 403, 405, 405, 405)}
_DEED = {"GET": (TO_LOGIN, 403, 403, 405, 405), "POST": (TO_LOGIN, 403, 403, 302, 302)}
_REFUSED_FORM = {"GET": (TO_LOGIN, 403, 403, 405, 405), "POST": (TO_LOGIN, 403, 403, 422, 422)}
TABLE: dict[str, dict[str, tuple[object, ...]]] = {
    "pipeline": _READ,
    "category": _READ,
    "panel": {"GET": (TO_LOGIN, 403, 302, 302, 302), "POST": (TO_LOGIN, 403, 405, 405, 405)},
    "job": _READ,
    "run": _READ,
    "log": _READ,
    "record": _READ,
    "run_now": _DEED,
    "stop": _DEED,
    "resume": _DEED,
    "run_ignore": _DEED,
    "records": _DEED,
    "job_schedule": {"GET": (TO_LOGIN, 403, 403, 200, 200), "POST": (TO_LOGIN, 403, 403, 422, 422)},
    "job_enable": _DEED,
    "pending": _READ,
    "history": _READ,
    "history_count": _READ,
    "history_news": {"GET": (TO_LOGIN, 403, 204, 204, 204), "POST": (TO_LOGIN, 403, 405, 405, 405)},
    "webhook_news": {"GET": (TO_LOGIN, 403, 204, 204, 204), "POST": (TO_LOGIN, 403, 405, 405, 405)},
    "settings": {"GET": (TO_LOGIN, 403, 302, 302, 302), "POST": (TO_LOGIN, 403, 405, 405, 405)},
    "go": {"GET": (TO_LOGIN, 403, 302, 302, 302), "POST": (TO_LOGIN, 403, 405, 405, 405)},
    "bulk": {"GET": (TO_LOGIN, 403, 403, 405, 405), "POST": (TO_LOGIN, 403, 403, 404, 404)},
    "group": _DEED,
    "shops": {"GET": (TO_LOGIN, 403, 200, 200, 200), "POST": (TO_LOGIN, 403, 403, 403, 422)},
    "shop_test": {"GET": (TO_LOGIN, 403, 403, 405, 405), "POST": (TO_LOGIN, 403, 403, 404, 404)},
    "calendars": _READ,
    "calendar_add": _REFUSED_FORM,
    "calendar_close": _REFUSED_FORM,
    "calendar_reopen": _DEED,
    "users": {"GET": (TO_LOGIN, 403, 403, 403, 200), "POST": (TO_LOGIN, 403, 403, 403, 422)},
    "user_change": {"GET": (TO_LOGIN, 403, 403, 403, 405), "POST": (TO_LOGIN, 403, 403, 403, 302)},
    "alerts": {"GET": (TO_LOGIN, 403, 403, 403, 200), "POST": (TO_LOGIN, 403, 403, 403, 422)},
    "alert_change": {"GET": (TO_LOGIN, 403, 403, 403, 405), "POST": (TO_LOGIN, 403, 403, 403, 404)},
    "audit": {"GET": (TO_LOGIN, 403, 403, 200, 200), "POST": (TO_LOGIN, 403, 403, 405, 405)},
    "health": _READ,
    "api_docs": _READ,
    "save_view": {"GET": (TO_LOGIN, 403, 405, 405, 405), "POST": (TO_LOGIN, 403, 302, 302, 302)},
    "forget_view": {"GET": (TO_LOGIN, 403, 405, 405, 405), "POST": (TO_LOGIN, 403, 302, 302, 302)},
    "palette": _READ,
    "pin": {"GET": (TO_LOGIN, 403, 405, 405, 405), "POST": (TO_LOGIN, 403, 302, 302, 302)},
    "pause": _DEED,
    "pause_end": _DEED,
    "schedule_switch": _DEED,
    "schedule_pause": _DEED,
    "schedule_resume": _DEED,
    "schedule_skip": _DEED,
    "schedule_undo_skip": _DEED,
    "schedule_backfill": _DEED,
    "order": _READ,
    "order_approve": _DEED,
    "orders": _READ,
    "orders_of_email": _DEED,
    "return_damaged": {"GET": (TO_LOGIN, 403, 403, 405, 405), "POST": (TO_LOGIN, 403, 403, 404, 404)},
    "records_csv": {"GET": (TO_LOGIN, 403, 403, 200, 200), "POST": (TO_LOGIN, 403, 403, 405, 405)},
    "webhooks": _READ,
    "webhook_event": _READ,
    "webhook_switch": {"GET": (TO_LOGIN, 403, 403, 405, 405), "POST": (TO_LOGIN, 403, 403, 404, 404)},
    "webhook_seen": {"GET": (TO_LOGIN, 403, 403, 405, 405), "POST": (TO_LOGIN, 403, 403, 404, 404)},
    "webhook_group": _DEED,
    "webhook_replay": _DEED,
    "webhook_ignore": _DEED,
    "privacy": {"GET": (TO_LOGIN, 403, 403, 200, 200), "POST": (TO_LOGIN, 403, 403, 405, 405)},
    "duty": {"GET": (TO_LOGIN, 403, 403, 200, 200), "POST": (TO_LOGIN, 403, 403, 405, 405)},
    "duty_download": {"GET": (TO_LOGIN, 403, 403, 405, 405), "POST": (TO_LOGIN, 403, 403, 200, 200)},
    "duty_done": _DEED,
    "login": {"GET": (200, 302, 302, 302, 302), "POST": (200, 302, 302, 302, 302)},
    "logout": {"GET": (405,) * 5, "POST": (302,) * 5},
    "theme": {"GET": (405,) * 5, "POST": (302,) * 5},
}


def webhook_event() -> int:
    """An event that nothing dealt with."""
    shop = factories.shop("hooked.myshopify.com")
    made = WebhookEvent.objects.create(
        shop=shop, topic="carts/update", webhook_id=str(uuid4()), body=b"{}", size=2, digest=b"", state="ignored",
        finished_at=timezone.now(),
    )  # fmt: skip
    return made.pk


def data_request() -> int:
    """An open one."""
    event = WebhookEvent.objects.get(pk=webhook_event())
    duty = ComplianceRequest.objects.create(
        shop=event.shop, event=event, duty=Duty.DATA_REQUEST, customer_gid="gid://shopify/Customer/1",
        due_at=timezone.now(),
    )  # fmt: skip
    return duty.pk


def addresses() -> dict[str, str]:
    run = support.run(state="done", counters={"failed": 1})
    support.say(run, "a line")
    record = support.failed(run)
    arguments: dict[str, list[object]] = {
        "category": ["initial-load"],
        "panel": ["orders", "webhooks"],
        "job": [support.PRODUCTS],
        "run_now": [support.PRODUCTS],
        "job_schedule": [support.PRODUCTS],
        "job_enable": [support.PRODUCTS],
        "pin": [support.PRODUCTS],
        "pause_end": [hold(Actor("ada"), "a test", category="orders").pk],
        "record": [run.pk, record.pk],
    }
    calendar = ExclusionCalendar.objects.get_or_create(name="Sale")[0]
    span = calendar.exclusions.create(starts_at="2090-01-01T00:00Z", ends_at="2090-01-02T00:00Z", reason="x")
    someone, _ = User.objects.get_or_create(username="someone")
    arguments |= {
        "shop_test": [0],
        "return_damaged": [0],
        "alert_change": [0],
        "forget_view": [0],
        "calendar_close": [calendar.pk],
        "calendar_reopen": [span.pk],
        "user_change": [someone.pk],
    }
    arguments["order"] = arguments["order_approve"] = [factories.order("gid://shopify/Order/77").pk]
    arguments |= {name: [webhook_event()] for name in ("webhook_event", "webhook_replay", "webhook_ignore")}
    arguments |= {name: [data_request()] for name in ("duty", "duty_download", "duty_done")}
    of_run = {"run", "log", "stop", "resume", "run_ignore", "records", "records_csv"}
    arguments |= {name: [run.pk] for name in of_run}
    arguments |= {name: [support.plan().pk] for name in TABLE if name.startswith("schedule_")}
    return {name: reverse(f"console:{name}", args=arguments.get(name, [])) for name in TABLE}


def pages(client: Client) -> dict[str, str]:
    """Those that an admin sees in the frame of the console, by their address."""
    opened = {address for name, address in addresses().items() if TABLE[name]["GET"][-1] == 200}
    shown = {address: client.get(address).getvalue().decode() for address in sorted(opened)}
    return {address: page for address, page in shown.items() if '<main id="main"' in page}


def test_every_address_has_a_row() -> None:
    assert sorted(str(pattern.name) for pattern in urlpatterns) == sorted(TABLE)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_table(as_role: Callable[[str], Client], role: str, method: str) -> None:
    found = {}
    for name, address in addresses().items():
        client = as_role(role) if name == "pipeline" or role == "anonymous" else client  # noqa: F821
        if name == "logout" and role != "anonymous":
            continue
        response = client.generic(method, address)
        to_login = response.status_code == 302 and response["Location"].startswith("/login/?next=")
        found[name] = TO_LOGIN if to_login else response.status_code
    wanted = {name: row[method][ROLES.index(role)] for name, row in TABLE.items() if name in found}
    assert found == wanted


@pytest.mark.parametrize("role", ["viewer", "operator", "admin"])
def test_looking_changes_nothing(as_role: Callable[[str], Client], role: str) -> None:
    client = as_role(role)
    places = addresses()
    before = list(JobRun.objects.order_by("pk").values())
    for address in places.values():
        client.get(address)
    assert list(JobRun.objects.order_by("pk").values()) == before


def test_a_deed_without_the_token_is_refused(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(support.user("operator"))
    run = support.run(state="running")
    response = client.post(reverse("console:stop", args=[run.pk]))
    assert response.status_code == 403
    assert b"open for too long" in response.content
    run.refresh_from_db()
    assert not run.cancel_requested


def test_an_ended_session_sends_the_whole_page_to_the_login(db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/initial-load/?shop=1"}
    response = Client().get("/initial-load/", headers=headers)
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/login/?next=%2Finitial-load%2F"


def test_a_page_without_a_role_is_refused_twice(db: None, rf: RequestFactory) -> None:
    def bare(request: object) -> None: ...

    assert undeclared([path("x/", bare, name="x"), *urlpatterns]) == ["x"]
    assert undeclared(urlpatterns) == []
    request = rf.get("/")
    request.resolver_match = type("Match", (), {"app_name": "console"})()
    middleware = DeclaredRoles(lambda request: None)  # type: ignore[arg-type,return-value]
    with pytest.raises(Exception, match="declares no role"):
        middleware.process_view(request, bare, (), {})
    pattern = next(p for p in urlpatterns if isinstance(p, URLPattern))
    middleware.process_view(request, pattern.callback, (), {})


def test_roles(db: None) -> None:
    create_groups()
    user = support.user()
    assert role_of(user) == Role.NOBODY
    for name in ("viewer", "admin", "operator"):
        grant(user, name)
        fresh = type(user).objects.get(pk=user.pk)
        assert role_of(fresh) == Role[name.upper()]
        assert [group.name for group in fresh.groups.all()] == [name]
    with pytest.raises(ValueError, match="none of"):
        grant(user, "king")
    user.is_active = False
    assert role_of(type(user)(username="x", is_superuser=True)) == Role.ADMIN
    assert role_of(type(user)(username="y", is_superuser=True, is_active=False)) == Role.NOBODY
