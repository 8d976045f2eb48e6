"""Builds transactions, refunds and customers."""

from collections.abc import Mapping
from typing import Any

from sandbox.state.order_records import Refund, RefundLine, Transaction
from sandbox.state.shop_records import Customer
from sandbox.state.store import Store
from sandbox.webhooks.payloads import order_lines
from sandbox.webhooks.payloads.common import address, amount, instant


def transaction(store: Store, record: Transaction, extra: Mapping[str, Any]) -> dict[str, Any]:
    order = extra["order"]
    return {
        "id": record.id,
        "order_id": order.id,
        "admin_graphql_api_id": record.gid,
        "kind": record.kind.lower(),
        "status": record.status.lower(),
        "gateway": record.gateway,
        "amount": amount(record.amount),
        "currency": order.currency_code,
        "created_at": instant(store, record.created_at),
        "processed_at": instant(store, record.processed_at),
        "parent_id": record.parent_id,
        "error_code": record.error_code.lower() if record.error_code else None,
        "payment_id": record.payment_id,
        "test": record.test,
        "source_name": "web",
    }


def refund(store: Store, record: Refund, extra: Mapping[str, Any]) -> dict[str, Any]:
    order = extra["order"]
    wanted = set(record.transaction_ids)
    return {
        "id": record.id,
        "admin_graphql_api_id": record.gid,
        "order_id": order.id,
        "created_at": instant(store, record.created_at),
        "processed_at": instant(store, record.created_at),
        "note": record.note,
        "restock": any(line.restocked for line in record.lines),
        "return": {"id": record.return_id} if record.return_id else None,
        "order_adjustments": [],
        "refund_line_items": [_refund_line(store, line, order) for line in record.lines],
        "transactions": [transaction(store, one, extra) for one in order.transactions if one.id in wanted],
    }


def _refund_line(store: Store, line: RefundLine, order: Any) -> dict[str, Any]:
    item = order.line(line.line_item_id)
    return {
        "id": line.id,
        "line_item_id": line.line_item_id,
        "location_id": line.location_id,
        "quantity": line.quantity,
        "restock_type": line.restock_type.lower(),
        "subtotal": float(line.subtotal),
        "total_tax": float(line.total_tax),
        "line_item": order_lines.line_item(store, item) if item else None,
    }


def customer(store: Store, record: Customer, extra: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": record.id,
        "admin_graphql_api_id": record.gid,
        "email": record.email,
        "first_name": record.first_name,
        "last_name": record.last_name,
        "phone": record.phone,
        "note": record.note,
        "tags": ", ".join(record.tags),
        "verified_email": record.verified_email,
        "created_at": instant(store, record.created_at),
        "updated_at": instant(store, record.updated_at),
        "default_address": address(record.default_address),
        "currency": store.shop.currency_code,
    }
