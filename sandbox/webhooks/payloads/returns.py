"""Builds returns/*: little more than which return.

returns/update says even less.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.state.return_records import Return
from sandbox.state.store import Store


def whole(store: Store, record: Return, extra: Mapping[str, Any]) -> dict[str, Any]:
    order = extra["order"]
    return {
        "id": record.id,
        "admin_graphql_api_id": record.gid,
        "order": {"id": order.id, "admin_graphql_api_id": order.gid},
        "name": record.name,
        "status": record.status.lower(),
        "total_return_line_items": record.total_quantity,
        "return_line_items": [
            {
                "id": line.id,
                "admin_graphql_api_id": line.gid,
                "quantity": line.quantity,
                "return_reason": line.reason.lower(),
                "return_reason_note": line.reason_note,
                "customer_note": line.customer_note,
                "fulfillment_line_item": {
                    "id": line.fulfillment_line_id,
                    "line_item": {"id": line.line_item_id},
                },
            }
            for line in record.lines
        ],
    }


def short(store: Store, record: Return, extra: Mapping[str, Any]) -> dict[str, Any]:
    return {"admin_graphql_api_id": record.gid, "return_line_items": {"removals": extra.get("removals", [])}}
