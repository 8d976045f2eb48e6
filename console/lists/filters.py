"""Reads a list's filters from its address, and writes them back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Self
from urllib.parse import urlencode

from django.http import QueryDict

from integrations.text import as_id, clean


@dataclass(frozen=True)
class Narrowing:
    """Filters of a list: each field a text, "" = all.

    Nonsense in the address counts for nothing. `LONGEST` cuts what is typed, `KNOWN` names all that a field may say,
    `NUMBERS` are the fields that hold an id.
    """

    LONGEST: ClassVar[int] = 200
    KNOWN: ClassVar[Mapping[str, Collection[str]]] = {}
    NUMBERS: ClassVar[Collection[str]] = ("shop",)

    @classmethod
    def of(cls, sent: QueryDict) -> Self:
        given = {field.name: clean(sent.get(field.name, "")).strip() for field in fields(cls)}
        return cls(**{name: cls._sense(name, text[: cls.LONGEST]) for name, text in given.items()})

    @classmethod
    def _sense(cls, name: str, text: str) -> str:
        if name in cls.KNOWN and text not in cls.KNOWN[name]:
            return ""
        if name in cls.NUMBERS and as_id(text) is None:
            return ""
        return text

    def __bool__(self) -> bool:
        return any(vars(self).values())

    @property
    def query(self) -> str:
        """The filters as in an address, without a leading question mark."""
        return urlencode({name: value for name, value in vars(self).items() if value})
