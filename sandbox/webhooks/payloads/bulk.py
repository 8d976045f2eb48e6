"""Builds bulk_operations/finish: it has ended, not where its result is."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sandbox.state.store import Store
from sandbox.webhooks.payloads.common import instant

if TYPE_CHECKING:
    from sandbox.bulk.operation import BulkOperation


def operation(store: Store, record: "BulkOperation", extra: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "admin_graphql_api_id": record.gid,
        "completed_at": instant(store, record.completed_at),
        "created_at": instant(store, record.created_at),
        "error_code": record.error_code.lower() if record.error_code else None,
        "status": record.status.lower(),
        "type": record.type.lower(),
    }
