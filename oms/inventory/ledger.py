"""Changes stock levels, each with a ledger line: the only door.

Level and line are written in the same statement.

Rules of the numbers: available (ATP) = on hand (QOH) - reserved - suppressed, so a reservation takes from ATP alone, a
shipment of reserved units from QOH alone, everything else from both by the same amount.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from oms.models import InventoryLevel, LedgerReason


@dataclass(frozen=True)
class Entry:
    """One change of one level, in units. `key` names the cause: a second entry with the same key changes nothing."""

    product_id: int
    facility_id: int
    qoh: int
    atp: int
    reason: LedgerReason
    key: str | None = None
    order_item_id: int | None = None
    actor: str = ""
    note: str = ""


@dataclass(frozen=True)
class Target:
    """A level's wished number, in units; `key` as in Entry."""

    product_id: int
    facility_id: int
    quantity: int
    key: str | None = None


class By(StrEnum):
    """Which of the two numbers a reset sets; the other moves by the same difference."""

    ATP = "atp"
    QOH = "qoh"


# Levels are touched in (product, facility) order, so two recorders never wait for each other in a circle.
_RECORD = """
WITH entry AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[], %s::text[], %s::text[], %s::bigint[],
                         %s::text[], %s::text[])
        WITH ORDINALITY AS e(product_id, facility_id, qoh, atp, reason, key, order_item_id, actor, note, n)
    WHERE (qoh <> 0 OR atp <> 0)
      AND (key IS NULL OR NOT EXISTS (SELECT FROM oms_inventorydetail d WHERE d.key = e.key))
), level AS (
    INSERT INTO oms_inventorylevel (product_id, facility_id, qoh, atp)
    SELECT product_id, facility_id, sum(qoh), sum(atp) FROM entry
    GROUP BY product_id, facility_id ORDER BY product_id, facility_id
    ON CONFLICT (product_id, facility_id) DO UPDATE
        SET qoh = oms_inventorylevel.qoh + excluded.qoh, atp = oms_inventorylevel.atp + excluded.atp, updated_at = now()
    RETURNING id, product_id, facility_id
)
INSERT INTO oms_inventorydetail (level_id, qoh_diff, atp_diff, reason, key, order_item_id, actor, note)
SELECT level.id, qoh, atp, reason, key, order_item_id, actor, note
FROM entry JOIN level USING (product_id, facility_id) ORDER BY n
"""

_LOCK = """
INSERT INTO oms_inventorylevel (product_id, facility_id)
SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS t(product_id, facility_id) ORDER BY 1, 2
ON CONFLICT (product_id, facility_id) DO UPDATE SET updated_at = oms_inventorylevel.updated_at
RETURNING product_id, facility_id, qoh, atp
"""

_DRIFT = """
SELECT level.id FROM oms_inventorylevel level LEFT JOIN oms_inventorydetail detail ON detail.level_id = level.id
GROUP BY level.id
HAVING level.qoh <> coalesce(sum(detail.qoh_diff), 0) OR level.atp <> coalesce(sum(detail.atp_diff), 0)
ORDER BY level.id
"""


def record(entries: Iterable[Entry]) -> int:
    """Write the ledger lines and move the levels: one statement, one answer = lines written.

    An entry of no units, or whose key is in the ledger, writes nothing. IntegrityError if two entries share a key, or
    if another transaction wrote it meanwhile: nothing is written then, and a retry finds the key.
    """
    with connection.cursor() as cursor:
        return _record(cursor, list(entries))


def _record(cursor: CursorWrapper, entries: Sequence[Entry]) -> int:
    columns = (
        [entry.product_id for entry in entries],
        [entry.facility_id for entry in entries],
        [entry.qoh for entry in entries],
        [entry.atp for entry in entries],
        [str(entry.reason) for entry in entries],
        [entry.key for entry in entries],
        [entry.order_item_id for entry in entries],
        [entry.actor for entry in entries],
        [entry.note for entry in entries],
    )
    cursor.execute(_RECORD, columns)
    return int(cursor.rowcount)


def reset(targets: Iterable[Target], by: By, actor: str = "") -> int:
    """Set each level's ATP or QOH to a number; answer = levels changed. A level named twice takes the last number.

    The levels stay locked until the end of the transaction, so that the difference is of the number that was read.
    """
    wished = {(target.product_id, target.facility_id): target for target in targets}
    reason = LedgerReason.RESET_ATP if by is By.ATP else LedgerReason.RESET_QOH
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, ([product for product, _ in wished], [facility for _, facility in wished]))
        entries = []
        for product, facility, qoh, atp in cursor.fetchall():
            target = wished[product, facility]
            change = target.quantity - (atp if by is By.ATP else qoh)
            entries.append(Entry(product, facility, change, change, reason, key=target.key, actor=actor))
        return _record(cursor, entries)


def locked(product_id: int, facility_id: int) -> InventoryLevel:
    """Lock the level until the transaction's end; make a missing one."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, ([product_id], [facility_id]))
    return InventoryLevel.objects.get(product_id=product_id, facility_id=facility_id)


def drifted() -> list[InventoryLevel]:
    """The levels that are not the sum of their ledger lines: always none, unless something wrote past `record`."""
    return list(InventoryLevel.objects.raw(_DRIFT))
