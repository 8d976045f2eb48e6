"""Lists every kind of fault that can be planted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# What a fault may be narrowed down to, by where it strikes.
REQUEST = ("root", "operation")
FIELD = ("field",)
BULK = ("root",)
DOWNLOAD = ("root", "name")
WEBHOOK = ("topic",)


@dataclass(frozen=True)
class Kind:
    """Describes a kind; `settings` has the defaults, and so the types.

    `match` are the facts that it can be narrowed to.
    """

    does: str
    match: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


KINDS: dict[str, Kind] = {
    "throttled": Kind("GraphQL's Throttled in a 200; nothing is run", REQUEST),
    "too_many_requests": Kind("HTTP 429 with Retry-After", REQUEST, {"retry_after": "2.0"}),
    "server_error": Kind("HTTP 500; nothing is run", REQUEST),
    "bad_gateway": Kind("HTTP 502 with an HTML page", REQUEST),
    "internal_error": Kind("INTERNAL_SERVER_ERROR in a 200, before or after it is run", REQUEST, {"committed": False}),
    "slow": Kind("waits, then answers as ever", REQUEST, {"seconds": 1.0}),
    "cut_before": Kind("the connection is cut and nothing is run", REQUEST),
    "cut_after": Kind("it is run, then the connection is cut: a lost answer", REQUEST),
    "expired_token": Kind("401 for this token from now on; a fresh token works", REQUEST),
    "access_denied": Kind("ACCESS_DENIED on a field, which becomes null", FIELD, {"scope": "read_something"}),
    "bulk_failed": Kind(
        "the operation ends FAILED at that share of its roots, with or without what it has read",
        BULK,
        {"error_code": "INTERNAL_SERVER_ERROR", "partial": False, "at": 0.5},
    ),
    "bulk_null_url": Kind("COMPLETED with a count of objects and no address", BULK),
    "bulk_truncated": Kind(
        "the result file ends early, amid a line or after one", BULK, {"keep": 0.5, "whole_lines": False}
    ),
    "bulk_stuck": Kind("stays RUNNING until it is cancelled or ten days are over", BULK),
    "bulk_slow": Kind("stays RUNNING for so long", BULK, {"seconds": 5.0}),
    "bulk_expired": Kind("the operation ends EXPIRED", BULK),
    "download_cut": Kind("the connection is cut at that byte of the file", DOWNLOAD, {"at": 10_000}),
    "download_status": Kind("the storage answers with that status", DOWNLOAD, {"status": 503}),
    "download_gone": Kind("403: the address has expired", DOWNLOAD),
    "download_slow": Kind("each block of the file comes after a pause", DOWNLOAD, {"seconds": 0.2}),
    "finish_lost": Kind("the end of the operation is not announced", BULK),
    "webhook_lost": Kind("it is never sent", WEBHOOK),
    "webhook_doubled": Kind(
        "it is sent twice: under one event id, as one delivery or as two", WEBHOOK, {"same_delivery": False}
    ),
    "webhook_late": Kind("it waits at random, up to so long: the order gets lost", WEBHOOK, {"seconds": 2.0}),
    "webhook_wrong_hmac": Kind("it is signed with another secret", WEBHOOK),
}


def describe() -> dict[str, Any]:
    """Describes every kind with its settings and its facts."""
    return {
        name: {"does": kind.does, "match": list(kind.match), "settings": dict(kind.settings)}
        for name, kind in KINDS.items()
    }
