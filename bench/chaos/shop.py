"""A shop that misbehaves: what it does, what the run must make of it, and what the run must say."""

from collections.abc import Callable, Mapping
from typing import Any

from bench.chaos.case import Case
from bench.chaos.stage import Stage, expect
from jobs.models import State

Told = Mapping[str, int | None]
SUBJECTS = {"products": "products", "orders": "orders"}
RUN, POLL = {"root": "bulkOperationRunQuery"}, {"root": "bulkOperation"}
AGAIN = r"asking Shopify again$"
GOING_ON = r"going on from byte [\d,]+$"
NO_CONNECTION = r"connection to Shopify failed"
FAILED_TRY = r"^Try \d of \d failed: "
STARTED_ONCE, TWICE = 1, 2


def struck(kind: str, *, operations: int = STARTED_ONCE, hits: int = 1, **settings: Any) -> Callable[[Stage], str]:
    """The fault hits at least so often, the run gets over it alone, with so many operations at the shop."""

    def play(stage: Stage) -> str:
        stage.store.fault(kind, **settings)
        stage.worker()
        stage.request()
        stage.ended()
        return _hit(stage, kind, operations, hits)

    return play


def _hit(stage: Stage, kind: str, operations: int, hits: int = 1) -> str:
    found = stage.store.hits().get(kind, 0)
    expect(found >= hits, f"{kind} hit {found} times instead of {hits}")
    made = len(stage.store.operations())
    expect(made == operations, f"{made} operations were started at the shop instead of {operations}")
    return f"{kind} {found} times, {made} operations at the shop"


def given_up(kind: str, word: str, **settings: Any) -> Callable[[Stage], str]:
    """Nothing helps until a person does: the run is dead and says why; then it is resumed."""

    def play(stage: Stage) -> str:
        stage.store.fault(kind, times=None, **settings)
        stage.worker()
        stage.request()
        run = stage.ended()
        expect(run.state == State.DEAD, f"the run ended {run.state} while the shop gave nothing")
        expect(word in run.error, f"the run's error does not say {word!r}: {run.error}")
        found = stage.store.hits().get(kind, 0)
        expect(found, f"{kind} never hit")
        stage.store.clear()
        stage.resume()
        stage.ended()
        return f"{kind} {found} times: dead, {run.error[:60]!r}; resumed"

    return play


def behaving(**settings: Any) -> Callable[[Stage], str]:
    """Odd, but within what Shopify promises."""

    def play(stage: Stage) -> str:
        stage.store.behave(**settings)
        stage.worker()
        stage.request()
        stage.ended()
        (made,) = stage.store.operations()
        return f"{made['object_count']:,} lines with {settings}"

    return play


def crowded(stage: Stage) -> str:
    """Five other operations of the same app are running; one of them ends."""
    stage.store.fault("bulk_stuck", times=5)
    others = [stage.store.start_another() for _ in range(5)]
    stage.worker()
    stage.request()
    stage.until("the wait for a free place", lambda: "as many bulk operations" in stage.run.progress.get("note", ""))
    stage.store.cancel(others[0])
    stage.ended()
    return "waited while five others ran"


def _for_both() -> list[tuple[str, Callable[[Stage], str], Told]]:
    lines = r"but its file has [\d,]+ lines; asking Shopify again$"
    return [
        ("throttled at every second call", struck("throttled", times=None, probability=0.5), {r"Throttled: ": None}),
        ("answer lost at the start", struck("cut_after", match=RUN), {FAILED_TRY: 1, r"An earlier try had started": 1}),
        ("token expired", struck("expired_token", match=POLL), {r"access token was refused and renewed": 1}),
        ("operation failed with a part", struck("bulk_failed", operations=TWICE, partial=True), _PARTIAL),
        ("address missing", struck("bulk_null_url", operations=TWICE), {r"gave no address for them; asking": 1}),
        (
            "file truncated amid a line",
            struck("bulk_truncated", operations=TWICE),
            {r"going on from byte": 3, AGAIN: 1},
        ),
        ("file truncated after a line", struck("bulk_truncated", operations=TWICE, whole_lines=True), {lines: 1}),
        ("download cut", struck("download_cut", at=20_000), {GOING_ON: 1}),
        ("children before their parents", behaving(order="hostile"), {}),
    ]


_PARTIAL = {r"the part it had read, [\d,]+ objects, may lack children and is not used; asking Shopify again$": 1}


def _for_one() -> list[Case]:
    """What is the same code for both subjects is played with one of them."""
    denied = {"match": {"field": "Order.email"}, "scope": "read_customers"}
    return [
        Case("orders", "request lost at the start", struck("cut_before", match=RUN), {FAILED_TRY: 1}),
        Case("orders", "start answered by an internal error", struck("internal_error", match=RUN), {FAILED_TRY: 1}),
        Case(
            "orders",
            "start carried out, answered by an internal error",
            struck("internal_error", match=RUN, committed=True),
            {FAILED_TRY: 1, r"An earlier try had started": 1},
        ),
        Case(
            "products", "answer lost at a poll", struck("cut_after", match=POLL), {r"connection to Shopify failed": 1}
        ),
        Case("products", "429 at a poll", struck("too_many_requests", match=POLL), {r"Throttled: once": 1}),
        Case("products", "502 at polls", struck("bad_gateway", match=POLL, times=2, hits=2), {r"answered 502": 1}),
        Case(
            "orders",
            "500 for longer than one try",
            struck("server_error", match=POLL, times=7, hits=7),
            {r"^Try 1 of \d failed: Shopify answered 500": 1},
        ),
        Case("orders", "failed without a reason", struck("bulk_failed", operations=TWICE, error_code=None), {AGAIN: 1}),
        Case(
            "orders",
            "failed without a reason, with a part",
            struck("bulk_failed", operations=TWICE, error_code=None, partial=True, at=0.9),
            {r"\(no reason given\); the part": 1, AGAIN: 1},
        ),
        Case("orders", "operation expired", struck("bulk_expired", operations=TWICE), {r"ended EXPIRED": 1}),
        Case("orders", "operation slow", struck("bulk_slow", seconds=4.0), {}),
        Case("orders", "storage away", struck("download_status", status=503), {r"answered 503.*going on": 1}),
        Case("orders", "address expired", struck("download_gone", operations=TWICE), {AGAIN: 1}),
        Case("orders", "fileSize is not the download's", behaving(size_differs=True), {}),
        Case("orders", "five other operations", crowded, {}),
        Case("orders", "operations fail for ever", given_up("bulk_failed", "Shopify was asked 4 times"), {AGAIN: 3}),
        Case("products", "token refused for ever", given_up("expired_token", "401"), {}),
        Case("orders", "a field is denied", given_up("access_denied", "read_customers", **denied), {}),
    ]


def cases() -> list[Case]:
    both = [Case(subject, name, play, told) for subject in SUBJECTS for name, play, told in _for_both()]
    return both + _for_one()
