"""Builds orders/*: one shape for create, updated, paid, cancelled.

orders/edited has the edit alone.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.state.order_records import Order
from sandbox.state.store import Store
from sandbox.webhooks.payloads import fulfillments, order_lines, refunds_and_customers
from sandbox.webhooks.payloads.common import address, amount, instant, money_set

_FULFILLMENT = {"UNFULFILLED": None, "FULFILLED": "fulfilled", "PARTIALLY_FULFILLED": "partial"}


def order(store: Store, record: Order, extra: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": record.id,
        "admin_graphql_api_id": record.gid,
        **_times(store, record),
        **_who(store, record),
        **_what(store, record),
        **_totals(store, record),
        "fulfillments": [fulfillments.fulfillment(store, one, {"order": record}) for one in record.fulfillments],
        "refunds": [refunds_and_customers.refund(store, one, {"order": record}) for one in record.refunds],
        "returns": [{"id": one.id, "admin_graphql_api_id": one.gid} for one in record.returns],
    }


def edited(store: Store, record: Order, extra: Mapping[str, Any]) -> dict[str, Any]:
    at = instant(store, record.updated_at)
    told = {**extra["order_edit"], "app_id": None, "created_at": at, "notify_customer": False, "committed_at": at}
    return {
        "order_edit": {
            **told,
            "staff_note": extra.get("staff_note", ""),
            "line_items": {"additions": told.pop("additions"), "removals": told.pop("removals")},
        }
    }


def _times(store: Store, record: Order) -> dict[str, Any]:
    names = ("created_at", "updated_at", "processed_at", "cancelled_at", "closed_at")
    return {name: instant(store, getattr(record, name)) for name in names}


def _who(store: Store, record: Order) -> dict[str, Any]:
    customer = store.customers.get(record.customer_id or 0)
    return {
        "email": record.email,
        "contact_email": record.email,
        "phone": record.phone,
        "customer": refunds_and_customers.customer(store, customer, {}) if customer else None,
        "shipping_address": address(record.shipping_address),
        "billing_address": address(record.billing_address),
    }


def _what(store: Store, record: Order) -> dict[str, Any]:
    return {
        "name": record.name,
        "number": record.number - 1000,
        "order_number": record.number,
        "cancel_reason": record.cancel_reason.lower() if record.cancel_reason else None,
        "confirmed": record.confirmed,
        "currency": record.currency_code,
        "presentment_currency": record.presentment_currency_code,
        "financial_status": record.display_financial_status.lower(),
        "fulfillment_status": _FULFILLMENT.get(record.display_fulfillment_status),
        "location_id": record.retail_location_id,
        "note": record.note,
        "note_attributes": [{"name": one.key, "value": one.value} for one in record.custom_attributes],
        "payment_gateway_names": record.payment_gateway_names,
        "source_name": record.source_name,
        "tags": ", ".join(record.tags),
        "taxes_included": record.taxes_included,
        "test": record.test,
        "discount_codes": [{"code": code, "amount": "0.00", "type": "percentage"} for code in record.discount_codes],
        "line_items": [order_lines.line_item(store, one) for one in record.line_items],
        "shipping_lines": [order_lines.shipping_line(store, one) for one in record.shipping_lines],
        "tax_lines": order_lines.tax_lines(store, record),
    }


def _totals(store: Store, record: Order) -> dict[str, Any]:
    plain = ("subtotal_price", "total_price", "total_tax", "total_discounts", "total_outstanding")
    current = ("current_subtotal_price", "current_total_price", "current_total_tax", "current_total_discounts")
    told: dict[str, Any] = {name: amount(getattr(record, name)) for name in (*plain, *current)}
    told["total_shipping_price_set"] = money_set(store, record.total_shipping_price)
    told["total_price_set"] = money_set(store, record.total_price)
    return told
