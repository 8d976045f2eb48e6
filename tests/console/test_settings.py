"""Settings: shops and their secrets, calendars, users, the audit log, health."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from console.settings import audit as audit_page
from console.settings import shops
from console.settings.audit import actions
from integrations import onboarding
from integrations.models import ShopifyConnection
from integrations.onboarding import Credentials
from jobs.models import Alert, AlertTarget, AuditLog, Exclusion, ExclusionCalendar, Heartbeat
from oms.models import Shop
from shopify_client.errors import ShopifyError, TransientError
from tests.console import support
from tests.console.support import PRODUCTS

pytestmark = pytest.mark.django_db
DOMAIN = "my-store.myshopify.com"


@pytest.fixture
def admin(as_role: Callable[[str], Client]) -> Client:
    return as_role("admin")


def text(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


def test_settings_begin_with_the_shops(viewer: Client) -> None:
    assert viewer.get("/settings/", follow=True).redirect_chain == [("/settings/shops/", 302)]


def test_connect_a_shop(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(onboarding, "verify", lambda connection: asked.append(connection.shop.domain) or 3)
    sent = {"domain": DOMAIN, "token": "shpat_very_secret", "client_secret": "hush"}
    page = admin.post("/settings/shops/", sent, follow=True).content
    assert f"{DOMAIN} answers, with 3 locations." in text(page)
    connection = ShopifyConnection.objects.get()
    assert connection.access_token.reveal() == "shpat_very_secret"
    assert connection.base_url == ""
    assert asked == [DOMAIN]
    kept = AuditLog.objects.get()
    assert kept.action == "connection.saved"
    for place in (page.decode(), admin.get("/settings/shops/").content.decode(), str(kept.after)):
        assert "very_secret" not in place and "hush" not in place


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({"domain": "evil.example.com", "token": "x"}, "Write it like my-store.myshopify.com"),
        ({"domain": DOMAIN}, "Give an access token, or a client id and a client secret."),
        ({"domain": DOMAIN, "client_id": "x"}, "Give an access token, or a client id and a client secret."),
    ],
)
def test_nonsense_is_refused(admin: Client, sent: dict[str, str], complaint: str) -> None:
    response = admin.post("/settings/shops/", sent)
    assert response.status_code == 422
    assert complaint in text(response.content)
    assert not ShopifyConnection.objects.exists()


def test_only_an_admin_connects(operator: Client) -> None:
    response = operator.post("/settings/shops/", {"domain": DOMAIN, "token": "x"})
    assert response.status_code == 403
    assert not Shop.objects.exists()
    assert "Access token" not in text(operator.get("/settings/shops/").content)


def test_a_connection_that_fails_says_why(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = onboarding.connect(DOMAIN, Credentials("shpat_x"))

    def refuse(connection: ShopifyConnection) -> int:
        raise ShopifyError("Shopify does not accept the access token")

    monkeypatch.setattr(onboarding, "verify", refuse)
    page = operator.post(f"/settings/shops/{connection.shop_id}/test/", follow=True).content
    assert f"{DOMAIN} did not let us in: Shopify does not accept the access token" in text(page)
    assert AuditLog.objects.get().action == "connection.tested"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TransientError("Shopify answered 500"), f"{DOMAIN} did not answer: Shopify answered 500"),
        (ShopifyError("No such shop"), f"{DOMAIN} did not let us in: No such shop"),
    ],
)
def test_a_shop_that_has_never_let_us_in_is_not_connected(
    admin: Client, monkeypatch: pytest.MonkeyPatch, error: ShopifyError, said: str
) -> None:
    """It needs somebody until its first good answer; an error of Shopify's own is no refusal."""

    def fail(connection: ShopifyConnection) -> int:
        raise error

    monkeypatch.setattr(onboarding, "verify", fail)
    page = text(admin.post("/settings/shops/", {"domain": DOMAIN, "token": "shpat_x"}, follow=True).content)
    assert "Needs attention" in page and page.count(said) == 2
    home = text(admin.get("/").content)
    assert f"Connection to {DOMAIN}" in home and said in home


def test_what_was_connected_stays_so_when_a_test_gets_no_answer(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = onboarding.connect(DOMAIN, Credentials("shpat_x"))

    def fail(connection: ShopifyConnection) -> int:
        raise TransientError("Shopify answered 500")

    monkeypatch.setattr(onboarding, "verify", fail)
    page = text(operator.post(f"/settings/shops/{connection.shop_id}/test/", follow=True).content)
    assert "did not answer: Shopify answered 500" in page and "Needs attention" not in page


def test_scopes_and_the_age_of_the_token(viewer: Client) -> None:
    connection = onboarding.connect(DOMAIN, Credentials("shpat_x"))
    hours = timedelta(hours=3)
    ShopifyConnection.objects.update(scopes="write_orders,read_products", renewed_at=timezone.now() - hours)
    (one,) = shops.shown()
    assert one.scopes == ["read_products", "write_orders"]
    page = text(viewer.get("/settings/shops/").content)
    assert "2 granted" in page and "had 3 h ago" in page and connection.api_version in page


def test_calendars(operator: Client) -> None:
    assert "Give the calendar a name." in text(operator.post("/settings/calendars/add/", follow=True).content)
    operator.post("/settings/calendars/add/", {"name": "Sale"})
    assert "There is a Sale already." in text(
        operator.post("/settings/calendars/add/", {"name": "Sale"}, follow=True).content
    )
    calendar = ExclusionCalendar.objects.get()
    address = f"/settings/calendars/{calendar.pk}/close/"
    good = {"start": "2090-11-24T00:00", "end": "2090-11-28T00:00", "reason": "Black Friday"}
    for change in ({"end": "2090-01-01T00:00"}, {"reason": " "}):
        assert "needs a reason" in text(operator.post(address, good | change, follow=True).content)
    assert "is no time" in text(operator.post(address, good | {"start": "x"}, follow=True).content)
    assert "Sale is closed: Black Friday." in text(operator.post(address, good, follow=True).content)
    span = Exclusion.objects.get()
    assert "Black Friday" in text(operator.get("/settings/calendars/").content)
    operator.post(f"/settings/closed/{span.pk}/reopen/")
    assert not Exclusion.objects.exists()
    done = list(AuditLog.objects.order_by("id").values_list("action", flat=True))
    assert done == ["calendar.created", "calendar.closed", "calendar.reopened"]


def test_what_is_too_long_to_keep_is_refused(operator: Client) -> None:
    said = text(operator.post("/settings/calendars/add/", {"name": "x" * 300}, follow=True).content)
    assert "A name has at most 100 characters; this one has 300." in said
    assert not ExclusionCalendar.objects.exists()
    calendar = ExclusionCalendar.objects.create(name="Sale")
    sent = {"start": "2090-11-24T00:00", "end": "2090-11-28T00:00", "reason": "x" * 201}
    said = text(operator.post(f"/settings/calendars/{calendar.pk}/close/", sent, follow=True).content)
    assert "A reason has at most 200 characters; this one has 201." in said
    assert not Exclusion.objects.exists()


def test_let_somebody_in_and_out(admin: Client) -> None:
    sent = {"username": "eve", "email": "", "role": "operator", "password": "short"}
    assert admin.post("/settings/users/", sent).status_code == 422
    admin.post("/settings/users/", {**sent, "password": "correct horse battery"})
    eve = User.objects.get(username="eve")
    assert eve.check_password("correct horse battery")
    assert [group.name for group in eve.groups.all()] == ["operator"]
    address = f"/settings/users/{eve.pk}/"
    assert "Choose one of the roles." in text(admin.post(address, {"role": "king"}, follow=True).content)
    assert "may not come in any more" in text(admin.post(address, {"role": "viewer"}, follow=True).content)
    eve.refresh_from_db()
    assert not eve.is_active
    done = AuditLog.objects.order_by("-id").first()
    assert done and done.before == {"role": "operator", "active": True}
    assert done.after == {"role": "viewer", "active": False}
    assert "correct horse" not in str(list(AuditLog.objects.values()))


def test_names_that_differ_only_in_case_are_one(admin: Client) -> None:
    sent = {"username": "vera", "email": "", "role": "viewer", "password": "correct horse battery"}
    admin.post("/settings/users/", sent)
    page = admin.post("/settings/users/", {**sent, "username": "VERA"})
    assert page.status_code == 422
    assert "There is a user vera already; names that differ only in case are the same." in text(page.content)
    assert User.objects.filter(username__iexact="vera").count() == 1
    assert "vera no address · never logged in" in text(admin.get("/settings/users/").content)


def test_nobody_takes_their_own_keys_away(admin: Client) -> None:
    me = User.objects.get(username="admin")
    owner = User.objects.create_superuser("owner")
    for who in (me, owner):
        page = admin.post(f"/settings/users/{who.pk}/", {"role": "viewer"}, follow=True).content
        assert "can't be changed here" in text(page).replace("&#x27;", "'")
    assert not AuditLog.objects.exists()


def test_the_audit_log_page_by_page(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_page, "SIZE", 2)
    run = support.run()
    for number in range(5):
        AuditLog.objects.create(
            actor_name=f"p{number}", action="run.stopped", object_type="jobs.jobrun", object_id=str(run.pk)
        )
    AuditLog.objects.create(actor_name="p9", action="strange.deed", object_type="oms.gone", object_id="7")
    seen: list[str] = []
    query: str | None = "action=run.stopped"
    while query is not None:
        page = operator.get(f"/settings/audit/?{query}").content.decode()
        seen += re.findall(r"<strong>(p\d)</strong>", page)
        found = re.search(r'href="\?([^"]+)" rel="next"', page)
        query = found[1].replace("&amp;", "&") if found else None
    assert seen == ["p4", "p3", "p2", "p1", "p0"]
    assert "strange deed" in operator.get("/settings/audit/").content.decode()
    assert "Nothing matches." in operator.get("/settings/audit/?who=nobody+here").content.decode()
    assert re.findall(r"<strong>(p\d)", operator.get("/settings/audit/?who=P3").content.decode()) == ["p3"]


def test_health(viewer: Client) -> None:
    support.run(state="pending", due_at=timezone.now() - timedelta(minutes=4))
    Heartbeat.objects.create(part="beat")
    page = text(viewer.get("/settings/health/").content)
    assert "Queue bulk 1 due, the oldest since 4 min ago" in page
    assert "No worker has signed here" in page
    assert "beat just now" in page
    assert re.search(r"PostgreSQL version \d+\.\d+ answers in \d+\.\d ms", page)
    assert re.search(r"Valkey version \d+\.\d+\.\d+ answers in \d+\.\d ms", page)


def test_health_without_a_broker(viewer: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    page = text(viewer.get("/settings/health/").content)
    assert "Valkey Does not answer" in page and "The message broker does not answer." in page


def test_whom_to_tell(admin: Client) -> None:
    sent = {"name": "On call", "kind": "webhook", "address": "ftp://x", "rules": ["dead"], "secret": "hush hush"}
    refused = admin.post("/settings/alerts/", sent)
    assert refused.status_code == 422
    assert "begins with https://" in text(refused.content)
    admin.post("/settings/alerts/", {**sent, "address": "https://hooks.example.com/x"})
    target = AlertTarget.objects.get()
    assert (target.rules, target.enabled, target.secret.reveal()) == (["dead"], True, "hush hush")
    Alert.objects.create(rule="dead", subject="Import Orders in Bulk", text="Three runs died of one cause")
    page = admin.get("/settings/alerts/")
    assert "Three runs died of one cause" in text(page.content)
    assert "hush" not in page.content.decode()
    address = f"/settings/alerts/{target.pk}/"
    admin.post(address, {"what": "off"})
    target.refresh_from_db()
    assert not target.enabled
    admin.post(address, {"what": "remove"})
    assert not AlertTarget.objects.exists()
    done = list(AuditLog.objects.order_by("id").values_list("action", flat=True))
    assert done == ["alert_target.created", "alert_target.changed", "alert_target.deleted"]
    assert "hush" not in str(list(AuditLog.objects.values()))


def test_a_silent_part_is_named_once(viewer: Client) -> None:
    Heartbeat.objects.create(part="beat", at=timezone.now() - timedelta(minutes=3))
    for address in ("/", "/settings/health/"):
        page = text(viewer.get(address).content)
        assert "Beat has been silent since" in page
        assert "Beat. " not in page and "Beat Beat" not in page


def test_alerts_in_the_words_of_the_page(admin: Client) -> None:
    Alert.objects.create(rule="dead", subject=f"{PRODUCTS} of demo-store.myshopify.com", text="One run failed.")
    page = text(admin.get("/settings/alerts/").content)
    assert "Failed runs Import Products in Bulk of demo-store.myshopify.com" in page
    assert PRODUCTS not in page and "-----" not in page
    sent = {"name": "On call", "kind": "email", "address": "ops@example.com"}
    admin.post("/settings/alerts/", sent)
    page = text(admin.post("/settings/alerts/", sent).content)
    assert "Somebody of this name is told already; choose another." in page


def test_every_deed_to_choose_from_has_a_name_of_its_own() -> None:
    names = [name for _, name in actions()]
    assert len(set(names)) == len(names)
    assert {"ignored (run)", "ignored (record)"} <= set(names)


def test_the_form_says_which_hosts_may_be_told_without_https(admin: Client, settings: Any) -> None:
    page = text(admin.get("/settings/alerts/").content)
    assert "an https address" in page and "also http" not in page
    settings.OUTGOING_ALLOW_HOSTS = ["127.0.0.1"]
    assert "an https address; on this installation also http to 127.0.0.1" in text(
        admin.get("/settings/alerts/").content
    )
