"""Every address that the product answers at, as the resolver, the API's description and the admin tell of it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, reverse

LISTED = Path(__file__).with_name("addresses.txt")
METHODS = ("GET", "POST", "PUT", "DELETE")
UNKNOWN = "PROPFIND"  # a method that no page answers: the refusal tells which it does
SOMETHING = {"slug": "orders", "key": "x"}  # in place of an argument; any other is a number
_ARGUMENT = re.compile(r"\{(\w+)\}|<(?:\w+:)?(\w+)>|\^?\(\?P<(\w+)>[^)]*\)")


class Address(NamedTuple):
    """`door`: what answers. `name`: the address's, or the operation's. `may`: methods, or what the admin lets do."""

    door: str
    path: str
    name: str
    role: str
    may: str

    def __str__(self) -> str:
        return f"{self.door:<8} {self.path:<40} {self.name:<50} {self.role:<8} {self.may}"

    @property
    def methods(self) -> list[str]:
        return self.may.split(",")


def listed(door: str) -> list[Address]:
    rows = (line.split() for line in LISTED.read_text().splitlines() if line and not line.startswith("#"))
    return [Address(*row) for row in rows if row[0] == door]


def filled(path: str, values: dict[str, Any]) -> str:
    """The address with a value for each of its arguments."""
    return re.sub(r"<(\w+)>", lambda match: str(values.get(match[1], 0)), path)


def of_resolver(client: Client, space: str) -> Iterator[Address]:
    """Addresses with a name in this space; "" is none."""
    for path, name, view in _walk(get_resolver().url_patterns):
        if name and name.rpartition(":")[0] == space:
            may = ",".join(_methods(client, filled(path, SOMETHING)))
            yield Address(space or "site", path, name, _role(view), may)


def of_api(client: Client) -> Iterator[Address]:
    """Operations of the API's description."""
    for path, verbs in client.get("/api/openapi.json").json()["paths"].items():
        for verb, operation in verbs.items():
            roles = {role for way in operation["security"] for needed in way.values() for role in needed}
            yield Address("api", _plain(path), operation["operationId"], ",".join(sorted(roles)), verb.upper())


def of_admin(person: User) -> Iterator[Address]:
    """Lists of Django admin, with what may be done to a row there."""
    request = RequestFactory().get("/")
    request.user = person
    for options in admin.site._registry.values():
        name = f"admin:{options.opts.app_label}_{options.opts.model_name}_changelist"
        deeds = [deed for deed in ("add", "change", "delete") if getattr(options, f"has_{deed}_permission")(request)]
        deeds += sorted(set(options.get_actions(request)) - {"delete_selected"})
        yield Address("admin", reverse(name), name, "-", ",".join(["view", *deeds]))


def _walk(patterns: list[Any], before: str = "/", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str, Any]]:
    for one in patterns:
        path = before + _plain(str(one.pattern))
        if isinstance(one, URLPattern):
            yield path, ":".join((*spaces, one.name)) if one.name else "", one.callback
        else:
            yield from _walk(one.url_patterns, path, (*spaces, one.namespace) if one.namespace else spaces)


def _plain(pattern: str) -> str:
    """The pattern with `<name>` for each argument, in whatever way it is written."""
    return _ARGUMENT.sub(lambda match: f"<{match[1] or match[2] or match[3]}>", pattern).rstrip("$")


def _methods(client: Client, path: str) -> list[str]:
    refused = client.generic(UNKNOWN, path)
    if "Allow" in refused:
        return [method for method in METHODS if method in refused["Allow"]]
    return [method for method in METHODS[:2] if client.generic(method, path).status_code != 405]


def _role(view: Any) -> str:
    role = getattr(view, "console_role", None)
    return "-" if role is None else str(role.name).lower()
