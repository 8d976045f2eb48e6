"""What is written of a delivery, and the one statement that writes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from work.item import State

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

_INTO = (
    "INSERT INTO webhooks_webhookevent (shop_id, topic, lane, webhook_id, event_id, triggered_at, api_version,"
    " headers, body, size, digest, state, error, finished_at) VALUES "
)
_ONE = "(%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,CASE WHEN %s THEN now() END)"


class Row(NamedTuple):
    """`headers` is JSON text, `size` in bytes; `state` is pending, or final with the reason in `error`."""

    shop_id: int
    topic: str
    lane: str
    webhook_id: str
    event_id: str
    triggered_at: datetime | None
    api_version: str
    headers: str
    body: bytes
    size: int
    digest: bytes
    state: str = State.PENDING.value
    error: str = ""


def insert(cursor: "CursorWrapper", rows: Sequence[Row]) -> int:
    """Write the rows; how many were new. A delivery or event that is there already is left as it is."""
    values = ",".join([_ONE] * len(rows))
    parameters = [value for row in rows for value in (*row, row.state != State.PENDING.value)]
    cursor.execute(f"{_INTO}{values} ON CONFLICT DO NOTHING", parameters)
    return int(cursor.rowcount)
