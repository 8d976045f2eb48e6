"""Starts, polls and explains bulk operations.

Shopify runs a query over everything and leaves the result as a JSONL file.

At most five queries at once for one app and shop, ten days for each, seven days for its file (Admin API 2026-10).
Nothing here waits: the caller polls, and keeps the gid so that a crash does not orphan the operation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from graphql import (
    ArgumentNode,
    FieldNode,
    IntValueNode,
    NameNode,
    parse,
    print_ast,
)
from graphql.language import Visitor, visit

from shopify_client import documents
from shopify_client.client import Client
from shopify_client.errors import AccessDenied, BulkFailed, NotFound, ShopifyError, UserErrors

ACTIVE = frozenset({"CREATED", "RUNNING", "CANCELING"})
TERMINAL = frozenset({"COMPLETED", "FAILED", "CANCELED", "EXPIRED"})
# The codes of the refusal of a sixth operation: another try later may succeed.
BUSY = frozenset({"OPERATION_IN_PROGRESS", "LIMIT_REACHED"})


class BulkBusy(ShopifyError):
    """As many bulk operations run as Shopify allows. Nothing was started."""

    temporary = True


class BulkStatus(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A bulk operation as Shopify tells it. The counts come as text and are numbers here.

    `file_size`: bytes as they are stored, which need not be the length of what is sent.
    """

    gid: str = msgspec.field(name="id")
    status: str
    type: str = "QUERY"
    error_code: str | None = None
    created_at: datetime | None = None
    completed_at: datetime | None = None
    object_count: int = 0
    root_object_count: int = 0
    file_size: int | None = None
    url: str | None = None
    partial_data_url: str | None = None
    query: str = ""

    @property
    def finished(self) -> bool:
        return self.status in TERMINAL

    def result(self) -> BulkResult:
        """What there is to fetch of a finished operation. Raises BulkFailed when that is not all that was asked for.

        Completed without an address is an empty result only when Shopify also counted no object. The part that a
        failed operation may have left is no result: lines come in any order, so any record in it can lack children.
        """
        if self.status == "COMPLETED":
            if self.url is None and self.object_count > 0:
                message = f"Shopify counted {self.object_count:,} objects and gave no address for them"
                raise BulkFailed(message, self.status)
            return BulkResult(self.url, self.object_count)
        if not self.finished:
            raise BulkFailed(f"The bulk operation is {self.status}, not finished", self.status)
        reason = self.error_code or ""
        message = f"The bulk operation ended {self.status} ({reason or 'no reason given'})"
        if self.partial_data_url:
            message += f"; the part it had read, {self.object_count:,} objects, may lack children and is not used"
        raise BulkFailed(message, self.status, reason)


@dataclass(frozen=True)
class BulkResult:
    """Where the result is. `url` None: nothing matched."""

    url: str | None
    objects: int


def _status(node: Mapping[str, Any]) -> BulkStatus:
    return msgspec.convert(node, BulkStatus, strict=False)


def start(client: Client, query: str) -> str:
    """Starts the self-contained query (see `documents.inline`) and gives the operation's gid. Raises BulkBusy.

    Lines of children are not kept beside their parents: the reader joins by __parentId. When the answer is lost the
    operation may still run: look with `running` before starting again.
    """
    try:
        data = client.execute(documents.load("bulk_run_query"), {"query": query, "groupObjects": False})
    except UserErrors as error:
        if error.codes & BUSY:
            raise BulkBusy(str(error)) from None
        raise
    return _status(data["bulkOperationRunQuery"]["bulkOperation"]).gid


def poll(client: Client, gid: str) -> BulkStatus:
    """The operation as it is now. Raises NotFound when Shopify knows it no more."""
    node = client.execute(documents.load("bulk_poll"), {"id": gid})["bulkOperation"]
    if node is None:
        raise NotFound(f"Shopify does not know the bulk operation {gid}")
    return _status(node)


def recent(client: Client, first: int = 20) -> list[BulkStatus]:
    """The youngest query operations of this app on this shop, whatever their state."""
    data = client.execute(documents.load("bulk_list"), {"first": first, "query": "operation_type:query"})
    return [_status(node) for node in data["bulkOperations"]["nodes"]]


def running(client: Client) -> list[BulkStatus]:
    """Those that have not ended. Picked here, since a search for status:running leaves out one just created."""
    return [operation for operation in recent(client) if operation.status in ACTIVE]


def cancel(client: Client, gid: str) -> BulkStatus:
    """Asks Shopify to stop it; it is CANCELING for a while. Raises UserErrors when it has already ended."""
    return _status(client.execute(documents.load("bulk_cancel"), {"id": gid})["bulkOperationCancel"]["bulkOperation"])


class _FirstOnly(Visitor):
    """Asks every list for one node, so that the query runs as an ordinary one."""

    def leave_field(self, node: FieldNode, *_: Any) -> FieldNode:
        selections = node.selection_set.selections if node.selection_set else ()
        if any(isinstance(child, FieldNode) and child.name.value == "edges" for child in selections):
            one = ArgumentNode(name=NameNode(value="first"), value=IntValueNode(value="1"))
            node.arguments = (*(kept for kept in node.arguments if kept.name.value != "first"), one)
        return node


def explain(client: Client, query: str) -> AccessDenied | None:
    """The field that made a bulk operation end with ACCESS_DENIED, found by asking for the first object directly.

    None when that works: then the reason lies in the data, not in the scopes.
    """
    text = print_ast(visit(parse(query, no_location=True), _FirstOnly()))
    try:
        client.execute(documents.from_text("bulk_preflight", text))
    except AccessDenied as error:
        return error
    return None
