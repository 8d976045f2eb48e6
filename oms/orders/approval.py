"""Approves waiting orders by their stores' rules; orders on hold stay.

An order that may not go on keeps the first reason why. All of them take two statements, whatever their number: one
locks them, the next judges. A statement sees what was committed when it began, so one that waited for its own locks
would judge by what was true before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from oms.orders.move import CHANGE_STATUS

RULE_MET = "The store's rule is met"
_CHOICE = """
SELECT id FROM oms_orderheader
WHERE status = 'ORDER_CREATED' AND shop_id = %(shop)s AND id > %(after)s AND (%(gid)s = '' OR gid = %(gid)s)
ORDER BY id LIMIT %(limit)s
"""
_VERDICT = """, verdict AS (
    SELECT o.id, o.name, CASE
        WHEN s.approval_rule = 'MANUAL' THEN 'The store approves its orders by hand'
        WHEN o.closed_at IS NOT NULL THEN 'The order is closed in the shop'
        WHEN EXISTS (
            SELECT FROM oms_orderexception e
            WHERE e.order_id = o.id AND e.kind = 'BAD_ADDRESS' AND e.resolved_at IS NULL
        ) THEN 'Its shipping address is missing or unusable'
        WHEN s.approval_rule IN ('PAYMENT', 'PAYMENT_AND_TAG') AND paid.amount < o.current_total
            THEN format('%%s of %%s %%s are authorised or settled', round(paid.amount, 2),
                        round(o.current_total, 2), o.currency)
        WHEN s.approval_rule IN ('TAG', 'PAYMENT_AND_TAG')
             AND NOT lower(s.approval_tag) = ANY (SELECT lower(tag) FROM unnest(o.tags) tag)
            THEN format('The tag "%%s" is missing', s.approval_tag)
        WHEN lacking.names <> '' THEN 'It lacks ' || lacking.names
        ELSE '' END AS reason
    FROM candidate
    JOIN oms_orderheader o USING (id)
    JOIN oms_productstore s ON s.id = o.store_id
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(p.amount), 0) AS amount FROM oms_orderpaymentpreference p
        WHERE p.order_id = o.id AND p.status IN ('AUTHORIZED', 'SETTLED')
    ) paid
    CROSS JOIN LATERAL (
        SELECT coalesce(string_agg('"' || required.name || '"', ', ' ORDER BY required.place), '') AS names
        FROM unnest(s.required_attributes) WITH ORDINALITY AS required (name, place)
        WHERE NOT EXISTS (
            SELECT FROM jsonb_each_text(o.attributes) AS given (name, value)
            WHERE lower(given.name) = lower(required.name) AND btrim(given.value) <> ''
        )
    ) lacking
)"""
_CARRY_OUT = """, approved AS (
    UPDATE oms_orderheader o SET status = 'ORDER_APPROVED', not_approved = '', updated_at = statement_timestamp()
    FROM verdict v WHERE v.id = o.id AND v.reason = '' AND o.status = 'ORDER_CREATED'
    RETURNING o.id
), wanted_status AS (
    SELECT i.id AS item_id, i.status AS from_status, 'ITEM_APPROVED' AS to_status
    FROM approved a JOIN oms_orderitem i ON i.order_id = a.id AND i.status = 'ITEM_CREATED'
), {change_status}, refused AS (
    UPDATE oms_orderheader o SET not_approved = v.reason
    FROM verdict v WHERE v.id = o.id AND v.reason <> '' AND o.not_approved <> v.reason
), kept AS (
    INSERT INTO oms_orderstatushistory (order_id, from_status, to_status, reason, actor)
    SELECT id, 'ORDER_CREATED', 'ORDER_APPROVED', %(reason)s, %(actor)s FROM approved
)""".replace("{change_status}", CHANGE_STATUS)
_ANSWER = " SELECT v.id, v.name, v.reason FROM verdict v ORDER BY v.id"
_PLAN = f"WITH candidate AS ({_CHOICE})" + _VERDICT + _ANSWER
_LOCK = _CHOICE + "FOR UPDATE"
_APPROVE = "WITH candidate AS (SELECT unnest(%(orders)s::bigint[]) AS id)" + _VERDICT + _CARRY_OUT + _ANSWER


@dataclass(frozen=True)
class Verdict:
    """`reason` "" = approved."""

    pk: int
    name: str
    reason: str


@dataclass(frozen=True)
class Chosen:
    """The next orders of a shop that wait, up to `limit` with ids above `after`; or the one named by `gid`."""

    shop: int
    after: int = 0
    gid: str = ""
    limit: int = 2_000


def plan(chosen: Chosen) -> list[Verdict]:
    """Read what the rule says of them; nothing is locked. [] when none is left."""
    with connection.cursor() as cursor:
        return _verdicts(cursor, _PLAN, vars(chosen))


def approve(chosen: Chosen, actor: str) -> list[Verdict]:
    """Ask the rule of them under their locks, and approve those that meet it. [] when none is left."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, vars(chosen))
        orders = [pk for (pk,) in cursor.fetchall()]
        return _verdicts(cursor, _APPROVE, {"orders": orders, "reason": RULE_MET, "actor": actor})


def _verdicts(cursor: CursorWrapper, statement: str, values: Mapping[str, Any]) -> list[Verdict]:
    cursor.execute(statement, values)
    return [Verdict(*row) for row in cursor.fetchall()]
