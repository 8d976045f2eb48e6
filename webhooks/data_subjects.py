"""Finds the orders of a person whom privacy law names."""

from typing import Any

from django.db.models import Q, QuerySet

from oms.models import OrderHeader, Shop
from webhooks.models import ComplianceRequest
from webhooks.parse_body import Malformed, parse


def customer_gid(payload: dict[str, Any]) -> str:
    return f"gid://shopify/Customer/{payload['customer']['id']}"


def orders_of(shop: Shop, customer: str, payload: dict[str, Any]) -> QuerySet[OrderHeader]:
    """By the customer's gid, or named one by one in the request."""
    named = [*_list(payload.get("orders_to_redact")), *_list(payload.get("orders_requested"))]
    gids = [f"gid://shopify/Order/{number}" for number in named if isinstance(number, int)]
    # Without a gid: orders of nobody in particular have none either.
    by_customer = Q(customer_gid=customer) if customer else Q(pk__in=[])
    return OrderHeader.objects.filter(by_customer | Q(gid__in=gids), shop=shop)


def payload_of(request: ComplianceRequest) -> dict[str, Any]:
    """What the request says as long as it is kept; empty once it was answered, or the customer was erased."""
    try:
        return parse(bytes(request.event.body))
    except Malformed:
        return {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
