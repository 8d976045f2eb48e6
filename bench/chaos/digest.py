"""What the OMS holds, table by table, without what two good runs may differ in: ids and the moment of writing."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Now

Picture = Mapping[str, Counter[str]]


def picture(since: datetime) -> Picture:
    """Every row of every OMS table as text, counted: a row that is there twice counts two.

    A reference to another row becomes a digest of that row's own text, so ids play no part and no unique constraint is
    trusted. A time that the database set by itself during this torture (not before `since`) is written as "now".
    """
    found = {model: _Table(model, since) for model in apps.get_app_config("oms").get_models(include_auto_created=True)}
    for table in found.values():
        table.others = found
    return {model._meta.db_table: Counter(map(table.text, table.rows)) for model, table in found.items()}


class _Table:
    def __init__(self, model: type[models.Model], since: datetime) -> None:
        self.since = since
        self.others: Mapping[type[models.Model], _Table] = {}
        self.fields: list[models.Field[Any, Any]] = [f for f in model._meta.concrete_fields if not f.primary_key]
        names = [field.attname for field in self.fields]
        self.rows: dict[int, tuple[Any, ...]] = {
            row[0]: row[1:] for row in model._default_manager.values_list("pk", *names).iterator()
        }
        self._texts: dict[int, str] = {}

    def text(self, pk: int) -> str:
        if pk not in self._texts:
            told = {f.name: self._value(f, value) for f, value in zip(self.fields, self.rows[pk], strict=True)}
            self._texts[pk] = json.dumps(told, sort_keys=True, default=str)
        return self._texts[pk]

    def _value(self, field: "models.Field[Any, Any]", value: Any) -> Any:
        if value is None:
            return None
        target = field.related_model if field.is_relation else None
        if isinstance(target, type) and target in self.others:
            return _short(self.others[target].text(value))
        if isinstance(value, datetime):
            by_itself = isinstance(field.db_default, Now) and value >= self.since
            return "now" if by_itself else value.isoformat()
        return value


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def of(pictured: Picture) -> str:
    lines = [f"{table} {count} {text}" for table, rows in pictured.items() for text, count in rows.items()]
    return _short("\n".join(sorted(lines)))


def differences(expected: Picture, found: Picture, show: Callable[[str], str] = str) -> list[str]:
    """One sentence for each table that differs, with an example."""
    told = []
    for table in expected:
        missing, extra = expected[table] - found[table], found[table] - expected[table]
        if missing or extra:
            example = next(iter(extra or missing))
            told.append(
                f"{table}: {missing.total()} rows missing, {extra.total()} too many, for instance {show(example)[:300]}"
            )
    return told
