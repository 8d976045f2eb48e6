"""Defects that the harness must notice, or its green lines mean nothing. They are planted in worker processes only."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any


def fence_off() -> None:
    """A worker that lost its run goes on writing."""
    from work import claim

    def held(item: Any) -> Any:
        return type(item)._default_manager.filter(pk=item.pk, state="running")

    claim.held = held


def sweeper_off() -> None:
    """Nobody looks for runs whose message was lost or whose worker died."""
    from jobs import tasks, worker

    def nothing(part: str) -> int:
        return 0

    worker.tick = tasks.tick = nothing  # type: ignore[attr-defined]


def chunk_torn() -> None:
    """The rows of a chunk are committed one by one, the cursor after them."""
    from django.db import transaction

    from jobs.engine.run import Run
    from work.chaos_points import point

    @contextmanager
    def chunk(run: Any) -> Iterator[None]:
        with transaction.atomic():
            yield
        point("mid-chunk", str(run.cursor.get("phase", "")))
        with transaction.atomic():
            run._save(attempts=0, deaths=0)

    Run.chunk = chunk  # type: ignore[method-assign,assignment]


def part_taken_for_all() -> None:
    """What a failed operation has left is loaded as if it were everything."""
    from shopify_client.bulk import BulkResult, BulkStatus

    whole = BulkStatus.result

    def result(status: BulkStatus) -> BulkResult:
        return BulkResult(status.partial_data_url, status.object_count) if status.partial_data_url else whole(status)

    BulkStatus.result = result  # type: ignore[assignment, method-assign]


def no_address_taken_for_nothing() -> None:
    """An operation that counted objects and gives no address passes for an empty one."""
    from shopify_client.bulk import BulkResult, BulkStatus

    def result(status: BulkStatus) -> BulkResult:
        return BulkResult(status.url, status.object_count)

    BulkStatus.result = result  # type: ignore[assignment, method-assign]


def lines_uncounted() -> None:
    """Nobody compares the lines of the file with what Shopify counted."""
    from integrations.shopify.bulk_load import stage

    complete = stage._complete

    def uncounted(work: Any) -> None:
        work.cursor["objects"] = None
        complete(work)

    stage._complete = uncounted


def start_repeated() -> None:
    """After a lost answer the operation is started again, unseen whether it runs."""
    from integrations.shopify.bulk_load import request

    def nothing(work: Any, name: str) -> None:
        return None

    request._find = nothing


PLANT: Mapping[str, Callable[[], None]] = {
    "fence-off": fence_off,
    "sweeper-off": sweeper_off,
    "chunk-torn": chunk_torn,
    "part-taken-for-all": part_taken_for_all,
    "no-address-taken-for-nothing": no_address_taken_for_nothing,
    "lines-uncounted": lines_uncounted,
    "start-repeated": start_repeated,
}
# Under each of these cases at least the mutant named must be caught.
CAUGHT_BY: Mapping[str, str] = {
    "fence-off": "orders worker frozen past its lease",
    "sweeper-off": "products killed after-claim",
    "chunk-torn": "orders killed loading/mid-chunk:2",
    "part-taken-for-all": "orders operation failed with a part",
    "no-address-taken-for-nothing": "products address missing",
    "lines-uncounted": "orders file truncated after a line",
    "start-repeated": "orders answer lost at the start",
}
