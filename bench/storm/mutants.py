"""Defects that the storm must notice. Planted in the workers, in the receiver or in the database, one at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection, transaction


def fence_off() -> None:
    """A worker that lost its lease still ends its events, and so has their effects."""
    from django.db.models.functions import Now

    from webhooks.models import WebhookEvent
    from webhooks.processing import outcome

    def done(events: Sequence[WebhookEvent]) -> set[int]:
        pks = [event.pk for event in events]
        WebhookEvent.objects.filter(pk__in=pks).update(state="done", finished_at=Now(), lease_until=None)
        return set(pks)

    outcome.done = done


def effects_apart() -> None:
    """The effects are committed before the end of their event, not with it."""
    from webhooks.processing import handle, outcome

    def apply(ready: Sequence[Any], found: Sequence[object]) -> None:
        for one, data in zip(ready, found, strict=True):
            with transaction.atomic():
                one.topic.handler.apply(one.delivered, data)
            point = vars(handle)["point"]
            point("mid-effects")
            point("before-commit")
            with transaction.atomic():
                outcome.done([one.event])

    handle.apply = apply


def payload_believed() -> None:
    """The order is kept as the event tells of it, not as the shop has it now: whoever comes last wins."""
    from bench.storm.posts import TOPICS
    from oms.models import OrderHeader
    from webhooks import topics
    from webhooks.delivery import Delivered, Touched

    def believing(handler: Any) -> Any:
        def apply(delivered: Delivered, found: Any) -> Sequence[Touched]:
            told: Sequence[Touched] = handler.apply(delivered, found)
            OrderHeader.objects.filter(gid=delivered.gid("Order")).update(note=delivered.payload["note"])
            return told

        return apply

    for name in TOPICS:
        topic = topics.BY_NAME[name]
        topics.BY_NAME[name] = replace(topic, handler=replace(topic.handler, apply=believing(topic.handler)))


def body_unseen() -> None:
    """The second line of the defence against doubles is off; `keys_off` takes the first."""
    from webhooks.processing import check

    def nothing(_events: object) -> dict[int, int]:
        return {}

    check._same_body = nothing  # type: ignore[assignment]


def keys_off() -> None:
    """In the database: nothing there forbids the same delivery, or the same event, twice."""
    with connection.cursor() as cursor:
        for name in ("one_per_delivery", "one_per_event"):
            cursor.execute(f"ALTER TABLE webhooks_webhookevent DROP CONSTRAINT IF EXISTS webhookevent_{name}")
            cursor.execute(f"DROP INDEX IF EXISTS webhookevent_{name}")


def answered_early() -> None:
    """Shopify gets its 200, and the row is written three seconds later."""
    import asyncio

    from webhooks.intake.insert import Row
    from webhooks.intake.writer import Writer

    write = Writer.write
    later: set[asyncio.Task[None]] = set()

    async def after_a_while(writer: Writer, row: Row) -> None:
        await asyncio.sleep(3.0)
        await write(writer, row)

    async def early(writer: Writer, row: Row) -> None:
        task = asyncio.get_running_loop().create_task(after_a_while(writer, row))
        later.add(task)
        task.add_done_callback(later.discard)

    Writer.write = early  # type: ignore[method-assign, assignment]


IN_WORKERS: Mapping[str, Callable[[], None]] = {
    "fence-off": fence_off,
    "effects-apart": effects_apart,
    "payload-believed": payload_believed,
    "doubles-taken": body_unseen,
}
IN_RECEIVER: Mapping[str, Callable[[], None]] = {"answered-early": answered_early}
IN_DATABASE: Mapping[str, Callable[[], None]] = {"doubles-taken": keys_off}
# The last one leaves the database without its keys.
EVERY = ("fence-off", "effects-apart", "payload-believed", "answered-early", "doubles-taken")
# What each must be noticed by.
NOTICED_BY: Mapping[str, str] = {
    "fence-off": "doubled",
    "effects-apart": "doubled",
    "payload-believed": "wrong version",
    "doubles-taken": "doubled",
    "answered-early": "lost",
}
