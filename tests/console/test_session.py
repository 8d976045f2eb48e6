"""Coming in and going out."""

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from tests.console import support

pytestmark = pytest.mark.django_db


def log_in(client: Client, name: str, password: str, **more: str) -> object:
    return client.post("/login/", {"username": name, "password": password, **more})


def test_nobody_is_there_by_default() -> None:
    assert not User.objects.exists()


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(client: Client) -> None:
    support.user("viewer")
    pages = [log_in(client, name, "wrong").content.decode() for name in ("viewer", "stranger")]
    for page in pages:
        assert "The user name or the password is wrong." in page
    assert pages[0].count("errorlist") == pages[1].count("errorlist") == 1


@pytest.mark.parametrize(
    ("named", "lands"),
    [
        ("/initial-load/", "/initial-load/"),
        ("//evil.example/x", "/"),
        ("/\\evil.example", "/"),
        ("https:evil.example", "/"),
        ("https://evil.example/", "/"),
        ("\t//evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_the_login_one_stays_here(client: Client, named: str, lands: str) -> None:
    support.user("viewer")
    response = log_in(client, "viewer", support.PASSWORD, next=named)
    assert (response.status_code, response["Location"]) == (302, lands)


@override_settings(AXES_FAILURE_LIMIT=3)
def test_too_many_attempts_close_the_door_for_the_right_password_too(client: Client) -> None:
    support.user("viewer")
    for _ in range(3):
        response = log_in(client, "viewer", "wrong")
    assert response.status_code == 429
    assert b"Too many attempts" in response.content
    assert log_in(client, "viewer", support.PASSWORD).status_code == 429


def test_logging_out_ends_the_session(client: Client) -> None:
    client.force_login(support.user("viewer"))
    assert client.get("/").status_code == 200
    client.post("/logout/")
    assert client.get("/").status_code == 302


def test_the_colours_are_kept_and_nothing_else_is(client: Client) -> None:
    response = client.post("/theme/", {"theme": "dark", "_next": "/login/"})
    assert (response.status_code, response["Location"]) == (302, "/login/")
    assert b'data-theme="dark"' in client.get("/login/").content
    response = client.post("/theme/", {"theme": '"><script>', "_next": "//evil.example"})
    assert response["Location"] == "/"
    assert b'data-theme="auto"' in client.get("/login/").content
