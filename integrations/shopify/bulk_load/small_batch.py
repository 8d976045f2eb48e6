"""Stages a few records the way a bulk load does.

The same rows and the same merge, over temporary tables of this connection.

Making the tables costs more than loading one record, so they stay until the connection ends or needs another
subject's tables.
"""

from collections.abc import Iterable
from typing import Any

from integrations.batches.sql import statements
from integrations.shopify.bulk_load import staging
from integrations.shopify.bulk_load.contract import Span, Subject
from oms.models import Shop
from shopify_client.types import AnyNode

_INDEX = "index_"  # sorting statements of this name only speed up what is long


def stage(cursor: Any, subject: Subject, shop: Shop, nodes: Iterable[AnyNode], actor: str) -> Span:
    """Stage the nodes, parents and children in any order, each record once; answer = the span to merge.

    Inside a transaction. Raises Unusable for a node that contradicts itself.
    """
    _empty_tables(cursor, subject)
    cursor.execute(staging.SQL["session"], {"schema": "pg_temp"})
    cursor.execute(staging.SQL["context"].partition(";")[0], {"shop": shop.pk, "store": shop.store_id, "actor": actor})
    rows, at = subject.rows(), 0
    for at, node in enumerate(nodes, 1):
        rows.add(node, at, 0)
    for sheet in rows.sheets:
        sheet.copy(cursor)
    for name, statement in statements(subject.folder / "sorting.sql").items():
        if not name.startswith(_INDEX):
            cursor.execute(statement)
    return Span(1, at)


def _empty_tables(cursor: Any, subject: Subject) -> None:
    cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'")
    tables = [name for (name,) in cursor.fetchall()]
    if subject.rows().sheets[0].table in tables:
        cursor.execute(f"TRUNCATE {', '.join(f'pg_temp.{name}' for name in tables)}")
        return
    cursor.execute("DISCARD TEMP")
    create = staging.SQL["create"] + ";" + statements(subject.folder / "staging.sql")["create"]
    cursor.execute(
        create.replace("CREATE UNLOGGED TABLE", "CREATE TEMP TABLE").replace("CREATE VIEW", "CREATE TEMP VIEW")
    )
