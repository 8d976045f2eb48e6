"""Turns an answer's HTTP status into its error.

Before the body is looked at (Shopify's page on response codes).
"""

from __future__ import annotations

import json
import re
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec
import requests

from shopify_client.errors import (
    Forbidden,
    InvalidDocument,
    NotFound,
    ShopFrozen,
    ShopifyError,
    Throttled,
    TransientError,
    Unauthorized,
    UnexpectedAnswer,
)

MESSAGE_CHARACTERS = 500
THROTTLED_SECONDS = 1.0
_SURROGATE = re.compile("[\ud800-\udfff]")


def body_of(response: requests.Response) -> dict[str, Any]:
    """The JSON object of an answer with a good HTTP status; every other status is raised as its type."""
    status = response.status_code
    if status == 429:
        raise Throttled(retry_after(response) or THROTTLED_SECONDS)
    if status >= 500:
        raise TransientError(f"Shopify answered {status}", retry_in=retry_after(response))
    body = _json(response)
    if status != 200:
        raise _refusal(status, body)
    if not isinstance(body, dict):
        raise TransientError("Shopify answered 200 with something that is not a JSON object")
    return body


def _json(response: requests.Response) -> Any:
    try:
        return msgspec.json.decode(response.content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _patiently(response.content)


def _patiently(content: bytes) -> Any:
    """Halves of surrogate pairs, which JSON can spell and the fast reader refuses, become U+FFFD."""
    try:
        text = json.dumps(json.loads(content), ensure_ascii=False)
        return json.loads(_SURROGATE.sub("\ufffd", text))
    except (ValueError, RecursionError):
        return None


def retry_after(response: requests.Response) -> float | None:
    """Seconds of the Retry-After header. Shopify writes "2.0"; None when it is missing or no number."""
    after = response.headers.get("Retry-After", "")
    try:
        return max(0.0, float(after))
    except ValueError:
        pass
    try:
        sent = parsedate_to_datetime(response.headers.get("Date", ""))
        return max(0.0, (parsedate_to_datetime(after) - sent).total_seconds())
    except (ValueError, TypeError):
        return None


_BY_STATUS: dict[int, type[ShopifyError]] = {
    400: InvalidDocument,
    401: Unauthorized,
    402: ShopFrozen,
    403: Forbidden,
    404: NotFound,
    423: ShopFrozen,
}


def _refusal(status: int, body: Any) -> ShopifyError:
    said = message_of(body.get("errors")) if isinstance(body, dict) else ""
    message = f"Shopify answered {status}" + (f": {said}" if said else "")
    if status in _BY_STATUS:
        return _BY_STATUS[status](message)
    return UnexpectedAnswer(message, status)


def message_of(errors: Any) -> str:
    """`errors` is a text, a list of texts or of objects with a message, or an object of them."""
    if isinstance(errors, list):
        text = "; ".join(str(error.get("message", "")) if isinstance(error, dict) else str(error) for error in errors)
    else:
        text = str(errors or "")
    return text[:MESSAGE_CHARACTERS]
