"""Defines what can go wrong between us and Shopify.

`temporary` says whether the same call may succeed later by itself. No error ever carries a token, a request or a body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

Data = Mapping[str, Any]


class ShopifyError(Exception):
    """Any failure of a call to Shopify."""

    temporary: ClassVar[bool] = False


class Throttled(ShopifyError):
    """The shop's cost bucket is empty (THROTTLED in a 200, or a 429). `retry_in` seconds; nothing was executed."""

    temporary = True

    def __init__(self, retry_in: float, message: str = "Throttled") -> None:
        super().__init__(message)
        self.retry_in = retry_in

    def __str__(self) -> str:
        return f"{self.args[0]}, free again in {self.retry_in:.1f} s"


class TransientError(ShopifyError):
    """5xx, time-out, a broken connection, HTML instead of JSON, or INTERNAL_SERVER_ERROR in a 200.

    `may_have_arrived`: Shopify may have carried the call out, only its answer is missing.
    """

    temporary = True

    def __init__(self, message: str, *, may_have_arrived: bool = True, retry_in: float | None = None) -> None:
        super().__init__(message)
        self.may_have_arrived = may_have_arrived
        self.retry_in = retry_in


class DownloadInterrupted(TransientError):
    """A result file ended early. `offset` is the byte after the last whole line that was read: go on from there."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(f"{message} (after byte {offset:,})")
        self.offset = offset


class DownloadRefused(ShopifyError):
    """A result file that must not, or can no longer, be fetched: a foreign host, a redirect, an expired address."""


class Unauthorized(ShopifyError):
    """401: the token is not accepted and could not be renewed. Retrying does not help; a person has to reconnect."""


class ShopFrozen(ShopifyError):
    """402 or 423: the shop is frozen or locked. Its jobs have to pause."""


class Forbidden(ShopifyError):
    """403."""


class NotFound(ShopifyError):
    """404: no such shop, or no such version."""


class UnexpectedAnswer(ShopifyError):
    """An answer that the Admin API has no meaning for, a redirect for instance. `status` is the HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Unreadable(ShopifyError):
    """One record of an answer is not what the schema promises.

    Or more than we can take in. Others may be fine.
    """

    code: ClassVar[str] = "UNREADABLE"


class AccessDenied(ShopifyError):
    """A field that the token may not read. `path` leads to it, `required_access` is Shopify's own explanation."""

    def __init__(self, message: str, path: Sequence[str | int], required_access: str, data: Data | None) -> None:
        where = ".".join(map(str, path))
        super().__init__(f"{message} (at {where or 'the root'}; needs: {required_access or 'not said'})")
        self.path = tuple(path)
        self.required_access = required_access
        self.data = data


class InvalidDocument(ShopifyError):
    """Shopify refused the document or its variables. `codes` are the extensions.code of its errors."""

    def __init__(self, message: str, codes: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.codes = tuple(codes)


class PartialData(ShopifyError):
    """Errors together with data: what `data` lacks is lost silently unless the caller looks."""

    def __init__(self, message: str, data: Data) -> None:
        super().__init__(message)
        self.data = data


@dataclass(frozen=True)
class UserError:
    """One refusal of a mutation. `field` is the path into the input, `code` is empty where the payload has none."""

    field: tuple[str, ...]
    code: str
    message: str


class UserErrors(ShopifyError):
    """A mutation answered 200 and did nothing. `data` is the whole answer."""

    def __init__(self, errors: Sequence[UserError], data: Data) -> None:
        super().__init__("; ".join(_sentence(error) for error in errors))
        self.errors = tuple(errors)
        self.data = data

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(error.code for error in self.errors if error.code)


def _sentence(error: UserError) -> str:
    notes = [note for note in (".".join(error.field), error.code) if note]
    return f"{error.message} ({', '.join(notes)})" if notes else error.message


class SearchWarning(ShopifyError):
    """Shopify ignored a term of the search string, so the answer is about everything, not about what was asked."""


class VersionFellForward(ShopifyError):
    """Shopify answered in another version than asked, because ours has expired. The call was carried out."""

    def __init__(self, asked: str, answered: str, data: Data | None) -> None:
        super().__init__(f"Asked for version {asked}, answered in {answered}")
        self.asked = asked
        self.answered = answered
        self.data = data


class BulkFailed(ShopifyError):
    """A bulk operation ended without a result that can be used. `status` and `error_code` as Shopify gives them."""

    def __init__(self, message: str, status: str, error_code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.error_code = error_code
