"""Describes one bulk operation."""

from datetime import datetime, timedelta
from typing import ClassVar

from sandbox.state.base import Node

ACTIVE = frozenset({"CREATED", "RUNNING", "CANCELING"})
TERMINAL = frozenset({"COMPLETED", "FAILED", "CANCELED", "EXPIRED"})
# For so long may an operation run, and for so long does the address of its file work afterwards.
RUNS_AT_MOST = timedelta(days=10)
KEPT_FOR = timedelta(days=7)


class BulkOperation(Node, kw_only=True):
    """Describes an operation; `stored` says which file its address opens.

    "" = no address. `file_size` in bytes. `reason` is for the operator.
    """

    GID_TYPE: ClassVar[str] = "BulkOperation"
    app_id: str
    query: str
    root: str
    order: str
    created_at: datetime
    type: str = "QUERY"
    status: str = "CREATED"
    error_code: str | None = None
    completed_at: datetime | None = None
    object_count: int = 0
    root_object_count: int = 0
    file_size: int | None = None
    stored: str = ""  # "" | result | partial
    reason: str = ""

    @property
    def active(self) -> bool:
        return self.status in ACTIVE

    @property
    def file_name(self) -> str:
        return f"bulk-{self.id}.jsonl"
