"""Turns audit rows into sentences, with what each changed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.urls import reverse

from console.presentation.deeds import words_of
from integrations.text import as_id
from jobs.models import AuditLog, JobRun, Schedule
from jobs.registry import name_of


@dataclass(frozen=True)
class Named:
    """How a kind of object is shown by its name.

    The column that holds it, the words around it ({id}, {name}), its page.
    """

    column: str
    words: str = "{name}"
    page: str = ""


_NAMED: dict[str, Named] = {
    "oms.shop": Named("domain"),
    "auth.user": Named("username"),
    "jobs.exclusioncalendar": Named("name"),
    "jobs.failedrecord": Named("reference"),
    "jobs.alerttarget": Named("name"),
    "api.apitoken": Named("name"),
    "integrations.shopifyconnection": Named("shop__domain"),
    "integrations.webhooksubscription": Named("topic"),
    "webhooks.webhookevent": Named("topic", "event {id}, {name}", "console:webhook_event"),
    "webhooks.compliancerequest": Named("shop__domain", "{name}, request {id}", "console:duty"),
    "oms.returnitem": Named("header__order__name", "units that came back of order {name}"),
    "oms.orderheader": Named("name", "order {name}", "console:order"),
}


@dataclass(frozen=True)
class Change:
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """An audit row as a sentence.

    `url` leads to what it was done to, "" when that has no page.
    """

    entry: AuditLog
    verb: str
    target: str
    url: str
    changes: list[Change] = field(default_factory=list)


def lines(entries: Iterable[AuditLog]) -> list[Line]:
    """Makes the sentences in a fixed number of queries."""
    rows = list(entries)
    names = {label: _names(rows, label, named) for label, named in _NAMED.items()}
    runs = {str(pk): key for pk, key in _found(rows, "jobs.jobrun", JobRun.objects.values_list, "key")}
    planned = _found(rows, "jobs.schedule", Schedule.objects.values_list, "key", "shop_id")
    plans = {str(pk): (key, shop) for pk, key, shop in planned}
    return [_line(row, runs, plans, names) for row in rows]


def _found(rows: list[AuditLog], kind: str, values: Callable[..., Any], *columns: str) -> Any:
    wanted = [row.object_id for row in rows if row.object_type == kind and as_id(row.object_id) is not None]
    return values("pk", *columns).filter(pk__in=wanted) if wanted else ()


def _names(rows: list[AuditLog], label: str, named: Named) -> dict[str, str]:
    """Fetches the names of the objects of one kind, by id."""
    found = _found(rows, label, apps.get_model(label)._default_manager.values_list, named.column)
    return {str(pk): named.words.format(id=pk, name=name) for pk, name in found}


def _line(
    row: AuditLog,
    runs: dict[str, str],
    plans: dict[str, tuple[str, int | None]],
    names: dict[str, dict[str, str]],
) -> Line:
    verb = words_of(row.action)
    if row.object_type == "jobs.jobrun":
        name = name_of(runs[row.object_id]) if row.object_id in runs else "a run that was purged"
        url = reverse("console:run", args=[row.object_id]) if row.object_id in runs else ""
        return Line(row, verb, f"run {row.object_id} of {name}", url, changes(row))
    if row.object_type == "jobs.schedule":
        key, shop = plans.get(row.object_id, ("", None))
        url = reverse("console:job", args=[key]) + (f"?shop={shop}" if shop else "") if key else ""
        return Line(row, verb, name_of(key) if key else "a schedule that is gone", url, changes(row))
    if row.object_type == "jobs.pause":
        pause = row.after if row.action == "pause.started" else row.before
        return Line(row, verb, str(pause.get("target", "")), "", changes(row))
    name = names.get(row.object_type, {}).get(row.object_id, "")
    page = _NAMED[row.object_type].page if name else ""
    url = reverse(page, args=[row.object_id]) if page else ""
    return Line(row, verb, _recorded(row) or name or f"{_kind(row)} {row.object_id}", url, changes(row))


def _recorded(row: AuditLog) -> str:
    """Names the record of an edit in Django admin, as it was then."""
    called = row.after.get("record") or row.before.get("record")
    return f"{_kind(row)} {called}" if called else ""


def _kind(row: AuditLog) -> str:
    try:
        return str(apps.get_model(row.object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return row.object_type.rpartition(".")[2]


def changes(row: AuditLog) -> list[Change]:
    """Lists what differs between before and after."""
    names = [*row.before, *(name for name in row.after if name not in row.before)]
    said = "record" if "record" in names else "job"  # what it was done to: the line itself says it
    found = []
    for name in names:
        before, after = words(row.before.get(name)), words(row.after.get(name))
        if before != after and name != said:
            found.append(Change(name.replace("_", " "), before, after))
    return found


def words(value: Any) -> str:
    if value is None or value in ("", {}, []):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {words(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(words(one) for one in value)
    return str(value)
