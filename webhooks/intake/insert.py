"""Writes deliveries as rows: copied, or inserted where new.

The body goes as it is, in PostgreSQL's binary COPY format. In the text of a statement it would be hex, twice its size,
and the database would read it sign by sign: a fifth of its time for a delivery.
"""

import struct
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from work.item import State

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

_COLUMNS = "shop_id, topic, lane, webhook_id, event_id, triggered_at, api_version, headers, body, size, digest"
_COPY = f"COPY webhooks_webhookevent ({_COLUMNS}) FROM STDIN (FORMAT binary)"
_INTO = f"INSERT INTO webhooks_webhookevent ({_COLUMNS}, state, error, finished_at) VALUES "  # noqa: S608  (our own names)
_ONE = "(%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,CASE WHEN %s THEN now() END)"
_FIELDS = struct.pack("!h", 11)
_BEGIN = b"PGCOPY\n\xff\r\n\x00" + struct.pack("!ii", 0, 0)
_END = struct.pack("!h", -1)
_NULL = struct.pack("!i", -1)
_JSONB = b"\x01"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_length = struct.Struct("!i").pack
_integer = struct.Struct("!i").pack
_bigint = struct.Struct("!q").pack


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


def copy(cursor: "CursorWrapper", rows: Sequence[Row]) -> int:
    """Write rows that are pending; how many. Raises IntegrityError when one of them is there already."""
    rows_in_binary = b"".join(_in_binary(rows))
    with connection.wrap_database_errors:  # Django does it for its own methods only
        cursor.copy_expert(_COPY, BytesIO(rows_in_binary), len(rows_in_binary))
    return len(rows)


def insert(cursor: "CursorWrapper", rows: Sequence[Row]) -> int:
    """Write the rows; how many were new. A delivery or event that is there already is left as it is."""
    values = ",".join([_ONE] * len(rows))
    parameters = [value for row in rows for value in (*row, row.state != State.PENDING.value)]
    cursor.execute(f"{_INTO}{values} ON CONFLICT DO NOTHING", parameters)
    return int(cursor.rowcount)


def _in_binary(rows: Sequence[Row]) -> Iterator[bytes]:
    yield _BEGIN
    for row in rows:
        yield _FIELDS
        for value in _values(row):
            if value is None:
                yield _NULL
            else:
                yield _length(len(value))
                yield value
    yield _END


def _values(row: Row) -> tuple[bytes | None, ...]:
    return (
        _bigint(row.shop_id),
        row.topic.encode(),
        row.lane.encode(),
        row.webhook_id.encode(),
        row.event_id.encode(),
        _moment(row.triggered_at),
        row.api_version.encode(),
        _JSONB + row.headers.encode(),
        row.body,
        _integer(row.size),
        row.digest,
    )


def _moment(moment: datetime | None) -> bytes | None:
    return None if moment is None else _bigint((moment - _EPOCH) // _MICROSECOND)
