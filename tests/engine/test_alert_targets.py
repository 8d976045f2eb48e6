"""Nobody becomes a target of alerts who could never be told."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from integrations.outgoing import guard
from jobs.models import AlertTarget

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example",
        "https://hooks.example:8080",
        "https://10.0.0.1",
        "https://[::1]/",
        "https://a:b@x.example",
    ],
)
def test_a_webhook_that_would_not_be_called_is_refused_before_any_network_is_asked(
    monkeypatch: pytest.MonkeyPatch, settings: Any, address: str
) -> None:
    settings.OUTGOING_ALLOW_HOSTS = ["chat.internal"]
    monkeypatch.setattr(guard, "_resolve", lambda host, port: pytest.fail("it asked"))
    with pytest.raises(ValidationError, match="begins with https:// and names a public host"):
        AlertTarget(name="x", kind="webhook", address=address).full_clean()
    for allowed in ("http://chat.internal:8065/x", "https://hooks.example/x"):
        AlertTarget(name="x", kind="webhook", address=allowed).full_clean()


def test_a_target_that_makes_no_sense_is_refused() -> None:
    for wrong in ({"kind": "email", "address": "nobody"}, {"kind": "webhook", "address": "ftp://x"}):
        with pytest.raises(ValidationError):
            AlertTarget(name="x", **wrong).full_clean()
    with pytest.raises(ValidationError, match="sometimes"):
        AlertTarget(name="x", kind="email", address="a@example.com", rules=["sometimes"]).full_clean()
