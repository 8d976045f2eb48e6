"""What is about one order shares a lane, whichever topic tells of it; what is about another never does."""

import json
from typing import Any

import pytest

from webhooks.topics import BY_NAME

RETURNS = sorted(name for name in BY_NAME if name.startswith("returns/"))
OF_ORDERS = [name for name in BY_NAME if name.startswith(("orders/", "order_transactions/", "refunds/", "returns/"))]
BY_ORDER_ID = ("order_transactions/create", "refunds/create")


def body(topic: str, order: int, number: int = 1) -> bytes:
    """As Shopify tells: `number` is the id of the return, refund, payment or edit itself."""
    told: dict[str, Any] = {"id": order}
    if topic in RETURNS:
        told = {"id": number, "admin_graphql_api_id": f"gid://shopify/Return/{number}", "order": {"id": order}}
    elif topic == "orders/edited":
        told = {"order_edit": {"id": number, "order_id": order}}
    elif topic in BY_ORDER_ID:
        told = {"id": number, "order_id": order}
    return json.dumps(told).encode()


@pytest.mark.parametrize("topic", OF_ORDERS)
def test_everything_about_one_order_has_its_lane(topic: str) -> None:
    lane = BY_NAME[topic].lane
    assert lane(body(topic, 7, 1)) == lane(body(topic, 7, 2)) == "order:7"
    assert lane(body(topic, 8, 1)) == "order:8"


def test_all_topics_of_returns_are_among_them() -> None:
    assert len(RETURNS) == 8 and set(RETURNS) < set(OF_ORDERS)
