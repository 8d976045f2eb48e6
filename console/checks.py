"""Refuses, at `manage.py check`, a page that declares no role."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.urls import URLPattern

from console.frame.roles import declared_role


def undeclared(patterns: Sequence[Any]) -> list[str]:
    """Names of the addresses whose view declares no role."""
    return [
        pattern.name or str(pattern.pattern)
        for pattern in patterns
        if isinstance(pattern, URLPattern) and declared_role(pattern.callback) is None
    ]


def every_page_declares_a_role(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    from console.urls import urlpatterns

    return [Error(f"The page {name!r} declares no role", id="console.E001") for name in undeclared(urlpatterns)]
