"""Exports everything that is held of a customer.

For those who have a right to it: every column, so that one that is added later goes along.
"""

from typing import Any

from django.db.models import Model, QuerySet

from oms.models import (
    OrderAddress,
    OrderHeader,
    OrderItem,
    OrderPaymentPreference,
    ReturnHeader,
    ReturnItem,
)

# Our own numbering; it says nothing of anybody.
_OURS = frozenset({"id", "source_digest"})
_PARTS = ("addresses", "items", "ship_groups", "payments", "adjustments")
_OF_ORDERS = {"addresses": OrderAddress, "items": OrderItem, "payments": OrderPaymentPreference}


def counts(orders: QuerySet[OrderHeader]) -> dict[str, int]:
    """How many orders, and how much of each kind belongs to them; five queries."""
    ids = orders.order_by().values("pk")
    counted = {"orders": orders.count()}
    counted |= {name: model._default_manager.filter(order__in=ids).count() for name, model in _OF_ORDERS.items()}
    return counted | {"returns": ReturnHeader.objects.filter(order__in=ids).count()}


def whole_orders(orders: QuerySet[OrderHeader]) -> list[dict[str, Any]]:
    """Collects the orders, oldest first, with everything that belongs to them.

    With addresses, items, ship groups, payments, adjustments and returns: every column they have, so that one that is
    added later goes along. Eight queries, however many orders there are.
    """
    whole = orders.order_by("order_date", "pk").prefetch_related(*_PARTS, "returns__items__product")
    return [_order(order) for order in whole]


def _order(order: OrderHeader) -> dict[str, Any]:
    parts = {name: [_columns(one) for one in getattr(order, name).all()] for name in _PARTS}
    returns = [_columns(one) | {"items": [_returned(item) for item in one.items.all()]} for one in order.returns.all()]
    return {**_columns(order), **parts, "returns": returns}


def _returned(item: ReturnItem) -> dict[str, Any]:
    return {**_columns(item), "sku": item.product.sku if item.product else ""}


def _columns(row: Model) -> dict[str, Any]:
    fields = row._meta.concrete_fields
    return {one.name: getattr(row, one.attname) for one in fields if not one.is_relation and one.name not in _OURS}
