"""Reads rows as an audit row may show them.

A secret is only ever "set".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model, Prefetch

from integrations.crypto import EncryptedField, Secret

# Fields of other packages too: the hash of a password, the key of a session.
SECRET = re.compile(r"secret|token|password|digest|session")


@dataclass
class Stored:
    """`words` by field name, as JSON; `raw` tells one value from another even where the words are the same."""

    name: str
    words: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict, repr=False)


def stored(model: type[Model], pks: Iterable[Any]) -> dict[Any, Stored]:
    """What the database holds of these rows, by primary key; they stay locked until the transaction ends.

    One query, and one for each many-to-many field; none without keys.
    """
    wanted = [pk for pk in pks if pk is not None]
    if not wanted:
        return {}
    many = [Prefetch(one.name, _with_names(one.related_model)) for one in _lists(model)]
    rows = _with_names(model).filter(pk__in=wanted).prefetch_related(*many)
    locked = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
    return {row.pk: _read(row) for row in locked}


def _lists(model: type[Model]) -> list[Any]:
    """Its many-to-many fields, without those whose rows between are records of their own."""
    fields: tuple[Any, ...] = model._meta.many_to_many
    return [one for one in fields if one.remote_field.through._meta.auto_created]


def _with_names(model: Any) -> Any:
    """Its rows with those that their foreign keys name."""
    keys = [one.name for one in model._meta.concrete_fields if isinstance(one, ForeignKey)]
    return model._base_manager.select_related(*keys)


def _read(row: Model) -> Stored:
    found = Stored(str(row))
    for one in row._meta.concrete_fields:
        if one.primary_key:
            continue
        value = getattr(row, one.attname)
        found.raw[one.name] = _comparable(value)
        found.words[one.name] = _words(row, one, value)
    for many in _lists(type(row)):
        chosen = getattr(row, many.name).all()
        found.raw[many.name] = {other.pk for other in chosen}
        found.words[many.name] = sorted(str(other) for other in chosen)
    return found


def _comparable(value: Any) -> Any:
    """Forms know whole seconds: what they cut off a time is no edit. The same secret is the same stored text."""
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    return value.stored if isinstance(value, Secret) else value


def _words(row: Model, one: "Field[Any, Any]", value: Any) -> Any:
    if isinstance(one, EncryptedField) or SECRET.search(one.name):
        return "set" if value else ""
    if isinstance(one, ForeignKey):
        return str(getattr(row, one.name) or "")
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)
