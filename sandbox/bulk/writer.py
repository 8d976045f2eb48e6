"""Writes the result file, root by root.

The store is let go between windows, so that other requests go on meanwhile.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sandbox.bulk.line_order import ORDERS, Window
from sandbox.bulk.operation import BulkOperation
from sandbox.bulk.plan import Plan
from sandbox.bulk.record_lines import Tree, tree
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import QUERY, resolve
from sandbox.state.base import Node

# Between two windows the lock is left for so long that a waiting request gets it: locks are not fair by themselves.
BREATH = 0.001


class Writer:
    """Writes lines; `check` gets the share done before every root.

    It raises to end the writing there.
    """

    def __init__(self, ctx: Context, plan: Plan, window: int, check: Callable[[float], None]) -> None:
        self.ctx = ctx
        self.plan = plan
        self.window = window
        self.check = check

    def write(self, operation: BulkOperation, path: Path) -> None:
        """Counts on the operation; what was written survives an exception."""
        with self.ctx.store.lock:
            root = self.plan.root
            # References only; the records themselves are read one by one.
            records = list(resolve(self.ctx, QUERY, root.name, None, root.args).records)
        with path.open("wb") as file:
            for line in ORDERS[operation.order](self._windows(operation, records)):
                file.write(line + b"\n")
                operation.object_count += 1

    def _windows(self, operation: BulkOperation, records: Sequence[Any]) -> Iterator[Window]:
        for start in range(0, len(records), self.window):
            window = []
            for number, record in enumerate(records[start : start + self.window], start):
                self.check(number / len(records))
                found = self._tree(record)
                if found:
                    window.append(found)
                    operation.root_object_count += 1
            yield window
            time.sleep(BREATH)

    def _tree(self, record: Any) -> Tree | None:
        """Writes a record's lines, None when it was deleted meanwhile."""
        store = self.ctx.store
        with store.lock:
            table = store.tables.by_type().get(record.GID_TYPE) if isinstance(record, Node) else None
            if table is not None and record.id not in table:
                return None
            return tree(self.ctx, record, self.plan.root)
