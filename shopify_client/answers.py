"""Reads the body of an answer, and turns failures into types.

`errors`, `userErrors`, search warnings, cost.

Sources: Admin API 2026-10 schema; Shopify's pages on rate limits and search syntax.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shopify_client.budget import ThrottleStatus
from shopify_client.documents import Document
from shopify_client.errors import (
    AccessDenied,
    InvalidDocument,
    PartialData,
    SearchWarning,
    ShopFrozen,
    ShopifyError,
    Throttled,
    TransientError,
    UserError,
    UserErrors,
)
from shopify_client.http_status import THROTTLED_SECONDS, message_of

# Codes of top-level errors that another try may cure.
PASSING = frozenset({"INTERNAL_SERVER_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE"})
# A user error that only says that the same key is being worked on just now: ask again with the same key.
CONCURRENT = "IDEMPOTENCY_CONCURRENT_REQUEST"


@dataclass(frozen=True)
class Cost:
    """extensions.cost: points asked for, points taken (None when it did not run), and the bucket after it."""

    requested: float
    actual: float | None
    status: ThrottleStatus | None


def cost_of(body: Mapping[str, Any]) -> Cost | None:
    cost = _mapping(_mapping(body.get("extensions")).get("cost"))
    if "requestedQueryCost" not in cost:
        return None
    bucket = _mapping(cost.get("throttleStatus"))
    status = None
    if bucket.keys() >= {"maximumAvailable", "currentlyAvailable", "restoreRate"}:
        status = ThrottleStatus(
            maximum=float(bucket["maximumAvailable"]),
            available=float(bucket["currentlyAvailable"]),
            restore_rate=float(bucket["restoreRate"]),
        )
    actual = cost.get("actualQueryCost")
    return Cost(float(cost["requestedQueryCost"]), None if actual is None else float(actual), status)


def data_of(document: Document, body: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an answer in which nothing went wrong, else the error that says what did."""
    data = body.get("data")
    errors = body.get("errors")
    if errors:
        raise _top_level(errors, data, cost_of(body))
    if not isinstance(data, dict):
        raise TransientError("Shopify answered 200 without data")
    warnings = list(_search_warnings(body))
    if warnings:
        raise SearchWarning("; ".join(warnings))
    refused = list(_user_errors(data)) if document.kind == "mutation" else []
    if any(error.code == CONCURRENT for error in refused):
        raise TransientError("The same idempotency key is being worked on")
    if refused:
        raise UserErrors(refused, data)
    return data


def _top_level(errors: Any, data: Any, cost: Cost | None) -> ShopifyError:
    listed = [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    coded = {str(_mapping(error.get("extensions")).get("code", "")): error for error in listed}
    message = message_of(errors)
    if "THROTTLED" in coded:
        return Throttled(_until_affordable(cost))
    if PASSING & coded.keys():
        return TransientError(message or "Shopify had an internal error")
    if "SHOP_INACTIVE" in coded:
        return ShopFrozen(message)
    if "ACCESS_DENIED" in coded:
        denied = coded["ACCESS_DENIED"]
        required = str(_mapping(denied.get("extensions")).get("requiredAccess") or "")
        return AccessDenied(message_of([denied]), denied.get("path") or (), required, data)
    if isinstance(data, dict) and any(value is not None for value in data.values()):
        return PartialData(message, data)
    return InvalidDocument(message, sorted(code for code in coded if code))


def _until_affordable(cost: Cost | None) -> float:
    if cost is None or cost.status is None:
        return THROTTLED_SECONDS
    missing = cost.requested - cost.status.available
    return max(THROTTLED_SECONDS, missing / max(cost.status.restore_rate, 1.0))


def _search_warnings(body: Mapping[str, Any]) -> Iterator[str]:
    searches = _mapping(body.get("extensions")).get("search")
    for search in searches if isinstance(searches, list) else ():
        for warning in _mapping(search).get("warnings") or ():
            yield f"{warning.get('field')}: {warning.get('message')} ({warning.get('code')})"


def _user_errors(data: Mapping[str, Any]) -> Iterator[UserError]:
    """The user errors of every payload; they are called userErrors, orderCancelUserErrors and so on."""
    for payload in data.values():
        for name, value in _mapping(payload).items():
            if not name.lower().endswith("usererrors"):
                continue
            for error in value or ():
                field = tuple(map(str, error.get("field") or ()))
                yield UserError(field, str(error.get("code") or ""), str(error.get("message") or ""))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
