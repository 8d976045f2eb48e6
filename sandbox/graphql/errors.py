"""Defines top-level errors and user errors, a resolver's two refusals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

UNSUPPORTED = "EMULATOR_UNSUPPORTED"


class TopLevel(Exception):
    """Makes an entry of `errors`; the field that raised it becomes null.

    `extensions` stand beside the code, by the names that Shopify uses (requiredAccess, documentation...).
    """

    def __init__(self, message: str, code: str, **extensions: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        # What graphql-core copies into the answer.
        self.extensions: dict[str, Any] = {"code": code, **extensions}


def unsupported(what: str) -> TopLevel:
    """Refuses what Shopify allows and this store was not built for."""
    return TopLevel(f"The sandbox store does not support {what}.", UNSUPPORTED)


@dataclass(frozen=True)
class UserError:
    """Describes a mistake in the input; `field` is its path, ["input", "id"].

    `code` is a value of the payload's own error enum, or None.
    """

    message: str
    field: Sequence[str] | None = None
    code: str | None = None


class UserErrors(Exception):
    """Refuses a mutation: only these errors are in its payload."""

    def __init__(self, errors: Sequence[UserError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = list(errors)
