"""Builds fulfillments/create and /update."""

from collections.abc import Mapping
from typing import Any

from sandbox.state.fulfillment_records import Fulfillment
from sandbox.state.store import Store
from sandbox.webhooks.payloads import order_lines
from sandbox.webhooks.payloads.common import instant


def fulfillment(store: Store, record: Fulfillment, extra: Mapping[str, Any]) -> dict[str, Any]:
    order = extra["order"]
    shipped = [(order.line(line.line_item_id), line.quantity) for line in record.lines]
    return {
        "id": record.id,
        "admin_graphql_api_id": record.gid,
        "order_id": order.id,
        "location_id": record.location_id,
        "name": record.name,
        "service": "manual",
        "status": record.status.lower(),
        "created_at": instant(store, record.created_at),
        "updated_at": instant(store, record.updated_at),
        "tracking_company": record.tracking_company,
        "tracking_number": record.tracking_number,
        "tracking_numbers": [record.tracking_number] if record.tracking_number else [],
        "tracking_url": record.tracking_url,
        "tracking_urls": [record.tracking_url] if record.tracking_url else [],
        "line_items": [{**order_lines.line_item(store, line), "quantity": units} for line, units in shipped if line],
    }
