"""Defines order edits, jobs and definitions of metafields.

They are begun or laid down beside the shop's own records.
"""

from datetime import datetime
from typing import ClassVar

from sandbox.state.base import Node, Record


class StagedQuantity(Record, kw_only=True, gc=False):
    """Stages a line's new number of units in an uncommitted edit."""

    line_item_id: int
    quantity: int
    restock: bool = True


class OrderEdit(Node, kw_only=True, gc=False):
    """Keeps an order's edit; Shopify calls it CalculatedOrder."""

    GID_TYPE: ClassVar[str] = "CalculatedOrder"
    order_id: int
    staged: list[StagedQuantity] = []
    committed: bool = False


class AsyncJob(Record, kw_only=True, gc=False):
    """Keeps an orderCancel to run at `due_at`; its gid has a UUID."""

    GID_TYPE: ClassVar[str] = "Job"
    id: str
    order_id: int
    due_at: datetime
    reason: str
    restock: bool
    refund: bool
    staff_note: str = ""
    done: bool = False
    error: str | None = None

    @property
    def gid(self) -> str:
        return f"gid://shopify/Job/{self.id}"


class MetafieldDefinition(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "MetafieldDefinition"
    name: str
    namespace: str
    key: str
    owner_type: str
    type: str
    description: str | None = None
