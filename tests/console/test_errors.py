"""Pages for when something is wrong, the headers of every answer, and the files we serve."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client

from console.frame import errors
from console.frame.notes import Note
from console.pipeline import pipeline
from console.presentation import states
from jobs.categories import Category
from tests.console import support

pytestmark = pytest.mark.django_db
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "console"
FRAME = 'aria-label="Pages"'
VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"


def break_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> Client:
    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "needs", fail)
    client = Client(raise_request_exception=False)
    client.force_login(support.user("operator"))
    return client


@pytest.mark.parametrize("error", [OperationalError("secret host"), InterfaceError("connection already closed")])
def test_without_the_database_a_page_says_so(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    response = break_with(monkeypatch, error).get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "The database can&#x27;t be reached" in response.content.decode()
    assert b"secret" not in response.content


def test_an_error_shows_its_number_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    response = break_with(monkeypatch, ZeroDivisionError("secret")).get("/", headers={"X-Request-ID": "abcd-1234"})
    assert response.status_code == 500
    assert "<code>abcd-1234</code>" in response.content.decode()
    assert response["X-Request-ID"] == "abcd-1234"
    assert b"secret" not in response.content


def refused_form(role: str) -> HttpResponse:
    """What comes of a form whose token is not ours."""
    client = Client(enforce_csrf_checks=True)
    if role:
        client.force_login(support.user(role))
    return client.post("/theme/", {"theme": "dark"})


@pytest.mark.parametrize(
    ("status", "address"),
    [(404, "/no/such/page/"), (403, "/settings/users/"), (405, "/theme/"), (400, "/?q=%00")],
)
def test_an_error_keeps_the_frame(monkeypatch: pytest.MonkeyPatch, viewer: Client, status: int, address: str) -> None:
    if status == 400:
        break_with(monkeypatch, BadRequest("damaged"))
    answer = viewer.get(address)
    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (status, "private, no-store")
    assert FRAME in page
    assert page.count("<h1>") == 1
    assert "Times in" not in page
    assert FRAME not in viewer.get(address, headers={"HX-Request": "true"}).content.decode()


def test_a_form_that_is_refused_and_a_fault_of_ours_keep_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = refused_form("viewer")
    assert refused.status_code == 403
    assert "This page was open for too long" in refused.content.decode()
    assert FRAME in refused.content.decode()
    broken = break_with(monkeypatch, ZeroDivisionError("secret")).get("/")
    assert broken.status_code == 500
    assert FRAME in broken.content.decode()


def test_who_is_not_signed_in_or_has_no_role_sees_no_frame(as_role: Callable[[str], Client]) -> None:
    for role in ("anonymous", ""):
        page = as_role(role).get("/no/such/page/").content.decode()
        assert "There is nothing here" in page
        assert FRAME not in page
    assert FRAME not in refused_form("").content.decode()


def test_an_error_before_anybody_is_known_is_a_plain_page(viewer: Client) -> None:
    answer = viewer.get("/", headers={"Host": "elsewhere.example.com"})
    assert answer.status_code == 400
    assert "That request makes no sense" in answer.content.decode()
    assert FRAME not in answer.content.decode()


def test_without_the_database_no_frame_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "render", lambda *args, **kwargs: pytest.fail("asks the database again"))
    assert break_with(monkeypatch, OperationalError()).get("/").status_code == 503


def test_an_error_page_never_fails_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> str:
        raise ValueError("secret")

    client = break_with(monkeypatch, ZeroDivisionError("secret"))
    monkeypatch.setattr(errors, "render", fail)
    page = client.get("/").content.decode()
    assert "Something went wrong on our side" in page
    assert "/static/console/console." in page
    assert FRAME not in page
    monkeypatch.setattr(errors, "render_to_string", fail)
    answer = client.get("/", headers={"X-Request-ID": "abcd-1234"})
    assert answer.status_code == 500
    assert "<h1>Something went wrong on our side</h1>" in answer.content.decode()
    assert "abcd-1234" in answer.content.decode()
    assert b"secret" not in answer.content


def test_a_request_id_that_is_no_id_is_replaced(client: Client) -> None:
    for given in ("<script>", "a b", "x" * 200, "", "abcdefgh\n"):
        assert re.fullmatch(r"[0-9a-f]{32}", client.get("/login/", headers={"X-Request-ID": given})["X-Request-ID"])


def test_nothing_here_and_not_allowed(viewer: Client) -> None:
    response = viewer.get("/no/such/page/")
    assert response.status_code == 404
    assert b"There is nothing here" in response.content
    response = viewer.post(f"/jobs/{support.PRODUCTS}/run/")
    assert response.status_code == 403
    assert b"This needs the role operator." in response.content


def test_the_address_of_a_button_opened_as_a_page(operator: Client) -> None:
    response = operator.get("/dead/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "This address is only for buttons" in response.content.decode()


def test_one_door_for_the_console_and_the_records(viewer: Client, client: Client) -> None:
    refused = viewer.get("/admin/", follow=True)
    assert refused.status_code == 403
    assert "The records are for admins." in refused.content.decode()
    asked = Client().get("/admin/oms/orderheader/?q=1", follow=True)
    assert asked.redirect_chain[-1][0] == "/login/?next=/admin/oms/orderheader/%3Fq%3D1"
    assert "Log in" in asked.content.decode()


@pytest.mark.parametrize("address", ["/", "/login/", "/no/such/", "/initial-load/"])
def test_every_answer_carries_the_policy(viewer: Client, address: str) -> None:
    response = viewer.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_pages_with_data_are_not_kept_by_anybody(viewer: Client) -> None:
    run = support.run()
    for address in ("/", f"/runs/{run.pk}/"):
        assert viewer.get(address)["Cache-Control"] == "private, no-store"


def test_no_template_has_script_or_style_in_it() -> None:
    """The policy would refuse them; and nothing may switch the escaping off."""
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|\|safe\b|autoescape|hx-on|js:")
    templates = list(TEMPLATES.rglob("*.html"))
    found = {str(path): inline.findall(path.read_text()) for path in templates}
    assert len(templates) > 20
    assert {path: hits for path, hits in found.items() if hits} == {}
    assert inline.search('<p onclick="x">') and inline.search("<script>x</script>") and inline.search("{{ a|safe }}")


def test_vendored_files_are_what_the_list_says() -> None:
    listed = dict(re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text(), re.M))
    files = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.suffix in {".js", ".svg", ".css"}}
    assert files == set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name
        assert (VENDOR / name).with_name("LICENSE").exists()


def test_every_icon_named_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "lucide/icons.svg").read_text()))
    named = {name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}
    looks = [
        *states.TABLE.values(),
        states.WAITING,
        states.STOPPING,
        states.RETRYING,
        states.PAUSED,
        states.DONE_FAILED,
    ]
    named |= {look.icon for look in looks} | set(Category.values)
    named |= {Note("", tone).icon for tone in ("success", "info", "warning", "error")}
    assert named <= sprite
