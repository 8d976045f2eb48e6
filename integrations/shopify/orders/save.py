"""Writes orders that were read whole into the OMS.

New ones as a bulk import would, known ones unit by unit.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from msgspec.structs import replace

from integrations.batches.sql import statements
from integrations.shopify.bulk_load import Counts, Span
from integrations.shopify.bulk_load.small_batch import stage
from integrations.shopify.orders import bulk
from integrations.shopify.orders.cancel_reasons import why
from oms.models import OrderHeader, Shop
from oms.orders.lines import LineNow, Place
from oms.orders.reconcile import REMOVED, Outcome, reconcile
from shopify_client.types import AnyNode, Order

_SQL = statements(bulk.SUBJECT.folder / "merge.sql")


@dataclass(frozen=True)
class Written:
    """An order that was newer than ours. `outcome`: what became of the items of one that we had."""

    pk: int
    gid: str
    created: bool
    outcome: Outcome = field(default_factory=Outcome)


@dataclass(frozen=True)
class Saved:
    """`counts`: created, updated, unchanged (not newer than ours), skipped (test orders), warnings."""

    counts: Counts
    written: Sequence[Written] = ()


def save(shop: Shop, orders: Sequence[Order], actor: str) -> Saved:
    """Writes what is newer than ours, in one transaction.

    For new orders the number of statements doesn't depend on how many there are. Raises Unusable, or the database's
    refusal: then nothing of these orders is written.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        span = stage(cursor, bulk.SUBJECT, shop, _nodes(orders), actor)
        counts = bulk.merge(cursor, span, keep_items=True)
        return Saved(counts, _follow(cursor, span, actor))


def lock(shop: Shop, gids: Iterable[str]) -> None:
    """Lock the known orders among these in the order that everybody keeps.

    Inside a transaction, before several are saved one by one.
    """
    known = OrderHeader.objects.filter(shop=shop, gid__in=gids)
    list(known.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def by_number(gid: str) -> tuple[int, str]:
    """Sorts orders that are new here as `save` does."""
    return len(gid), gid


def _nodes(orders: Iterable[Order]) -> Iterator[AnyNode]:
    """Yields each order and its children as lines of a bulk result.

    Its lines, shipping lines and fulfillment orders follow it, children naming their parents.
    """
    for order in orders:
        yield order
        for line in order.line_items.nodes if order.line_items else ():
            yield replace(line, parent_id=order.id)
        for shipping in order.shipping_lines.nodes if order.shipping_lines else ():
            yield replace(shipping, parent_id=order.id)
        for fulfillment in order.fulfillment_orders.nodes if order.fulfillment_orders else ():
            yield replace(fulfillment, parent_id=order.id)
            for part in fulfillment.line_items.nodes if fulfillment.line_items else ():
                yield replace(part, parent_id=fulfillment.id)


def _follow(cursor: Any, span: Span, actor: str) -> list[Written]:
    """What was written; the items of orders that we had follow their lines."""
    cursor.execute(_SQL["written"], span.parameters)
    rows = cursor.fetchall()
    known = {pk: cancelled for pk, _, created, cancelled in rows if not created}
    outcomes = {}
    if known:
        cursor.execute(_SQL["lines"], span.parameters)
        lines = {pk: _lines(list(parts)) for pk, parts in groupby(cursor.fetchall(), key=lambda row: row[0])}
        for order in OrderHeader.objects.filter(pk__in=known):
            reason = why(order) if known[order.pk] else REMOVED
            outcomes[order.pk] = reconcile(order, lines.get(order.pk, ()), actor=actor, reason=reason)
        cursor.execute(_SQL["mended"], span.parameters)
    return [Written(pk, gid, created, outcomes.get(pk, Outcome())) for pk, gid, created, _ in rows]


def _lines(rows: Sequence[Any]) -> list[LineNow]:
    """Rows of the statement `lines`, one for each fate of a line's units, as one LineNow a line."""
    lines = []
    for gid, parts in groupby(rows, key=lambda row: row[1]):
        line = list(parts)
        units = {row[2]: int(row[3]) for row in line}
        first = line[0]
        details = (*first[8:16], json.loads(first[16]))
        opened, completed, cancelled = (units.get(part, 0) for part in ("OPEN", "COMPLETED", "CANCELLED"))
        lines.append(LineNow(gid, opened, completed, cancelled, Place(*first[4:8]), *details))
    return lines
