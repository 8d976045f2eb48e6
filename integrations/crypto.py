"""Encrypts secrets at rest.

Fernet (AES-128-CBC with HMAC-SHA256) under the keys of settings.FIELD_KEYS, newest first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute

if TYPE_CHECKING:
    _Base = models.TextField["str | Secret", "Secret"]
else:
    _Base = models.TextField

SHOWN = 4
LONG_ENOUGH_TO_SHOW = 12


def cipher() -> MultiFernet:
    """Encrypts with the first key, decrypts with any."""
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


@contextmanager
def _key_needed() -> Iterator[None]:
    try:
        yield
    except InvalidToken:
        raise ImproperlyConfigured("A stored secret was encrypted with a key that FIELD_KEYS lacks.") from None


class Secret:
    """A stored secret. Only `reveal()` gives the plain text, so no log line, page or traceback shows it by chance."""

    __slots__ = ("stored",)

    def __init__(self, stored: str) -> None:
        self.stored = stored

    @classmethod
    def seal(cls, plain: str) -> "Secret":
        return cls(cipher().encrypt(plain.encode()).decode() if plain else "")

    def reveal(self) -> str:
        """The plain text, '' if none is set. ImproperlyConfigured if no key of FIELD_KEYS opens it."""
        if not self.stored:
            return ""
        with _key_needed():
            return cipher().decrypt(self.stored.encode()).decode()

    def rotated(self) -> "Secret":
        """The same secret under the newest key; the time it was set stays."""
        with _key_needed():
            return Secret(cipher().rotate(self.stored.encode()).decode() if self.stored else "")

    @property
    def set_at(self) -> datetime | None:
        """A Fernet token carries the second in which it was made."""
        if not self.stored:
            return None
        with _key_needed():
            return datetime.fromtimestamp(cipher().extract_timestamp(self.stored.encode()), UTC)

    @property
    def ending(self) -> str:
        """The last characters, for recognition; nothing of a secret too short to spare them."""
        plain = self.reveal()
        return f"…{plain[-SHOWN:]}" if len(plain) >= LONG_ENOUGH_TO_SHOW else "…"

    def __bool__(self) -> bool:
        return bool(self.stored)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.reveal() == other.reveal()

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return "***" if self.stored else ""

    def __repr__(self) -> str:
        return f"<Secret {'set' if self.stored else 'empty'}>"


class _SecretAttribute(DeferredAttribute):
    """Plain text assigned to the field is sealed at once, so the instance never holds it."""

    def __set__(self, instance: models.Model, value: "str | Secret") -> None:
        name = self.field.attname
        instance.__dict__[name] = value if isinstance(value, Secret) else Secret.seal(value)


class EncryptedField(_Base):
    """Takes plain text, stores the Fernet token, gives a Secret. Cannot be searched: equal texts differ when stored."""

    descriptor_class = _SecretAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for name, value in (("blank", True), ("default", ""), ("db_default", ""), ("editable", False)):
            kwargs.setdefault(name, value)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str, *_: Any) -> Secret:
        return Secret(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Secret):
            return value.stored
        return Secret.seal(value).stored if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        """Text reaches this from a fixture alone, which holds what `value_to_string` wrote."""
        return Secret(value) if isinstance(value, str) else value

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj).stored)
