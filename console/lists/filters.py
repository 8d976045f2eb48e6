"""What a list is narrowed down to: texts read from an address and written back to it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Self
from urllib.parse import urlencode

from django.http import QueryDict

# As many as every id's column holds for sure.
_DIGITS = 18


@dataclass(frozen=True)
class Narrowing:
    """Each field a text, "" = all. Nonsense in the address counts for nothing.

    `LONGEST` cuts what is typed, `KNOWN` names all that a field may say, `NUMBERS` are the fields that hold an id.
    """

    LONGEST: ClassVar[int] = 200
    KNOWN: ClassVar[Mapping[str, Collection[str]]] = {}
    NUMBERS: ClassVar[Collection[str]] = ("shop",)

    @classmethod
    def of(cls, sent: QueryDict) -> Self:
        given = {field.name: sent.get(field.name, "").replace("\x00", "").strip() for field in fields(cls)}
        return cls(**{name: cls._sense(name, text[: cls.LONGEST]) for name, text in given.items()})

    @classmethod
    def _sense(cls, name: str, text: str) -> str:
        if name in cls.KNOWN and text not in cls.KNOWN[name]:
            return ""
        if name in cls.NUMBERS and not (text.isdecimal() and len(text) <= _DIGITS):
            return ""
        return text

    def __bool__(self) -> bool:
        return any(vars(self).values())

    @property
    def query(self) -> str:
        """As in an address, without a leading question mark."""
        return urlencode({name: value for name, value in vars(self).items() if value})
