"""Reading orders from the shop, whole: with every page of their lines. No transaction may be open meanwhile."""

from typing import Any, NamedTuple

import msgspec

from integrations.text import clean_all
from oms.orders.names import bare
from shopify_client import documents
from shopify_client.client import Client
from shopify_client.search import Search
from shopify_client.types import Connection, FulfillmentOrder, LineItem, Order

LINES = 25


class Page(NamedTuple):
    """`after` continues behind this page; None = it was the last one."""

    records: list[Order]
    after: str | None


def fetch_order(client: Client, gid: str) -> Order | None:
    """The order as it is now; None when the shop has none of this id (or hides it for its age)."""
    answer = _ask(client, "order_by_id", {"id": gid, "lineItems": LINES})["order"]
    return None if answer is None else _whole(client, answer)


def fetch_page(client: Client, search: str, sort_key: str, after: str | None, limit: int = 50) -> Page:
    """One page of the orders that the search string finds. `sort_key` CREATED_AT or UPDATED_AT."""
    variables = {"query": search, "first": limit, "after": after, "sortKey": sort_key, "lineItems": LINES}
    answer = _ask(client, "orders_since", variables)["orders"]
    info = answer["pageInfo"]
    orders = [_whole(client, node) for node in answer["nodes"]]
    return Page(orders, info["endCursor"] if info["hasNextPage"] else None)


def called(client: Client, name: str, most: int = 10) -> list[str]:
    """The gids of the shop's orders of this name, with or without its #."""
    plain = bare(name)
    page = fetch_page(client, str(Search("orders").any_of("name", plain, f"#{plain}")), "CREATED_AT", None, most)
    return [order.id for order in page.records if bare(order.name).casefold() == plain.casefold()]


def _ask(client: Client, document: str, variables: dict[str, Any]) -> dict[str, Any]:
    """The answer's data, its texts fit for the database."""
    answer: dict[str, Any] = clean_all(client.execute(documents.load(document), variables))
    return answer


def _whole(client: Client, node: dict[str, Any]) -> Order:
    order = msgspec.convert(node, Order, strict=False)
    lines = order.line_items
    while lines is not None and _goes_on(lines):
        lines = _more_lines(client, order, lines)
    fulfillments = order.fulfillment_orders
    if fulfillments and any(map(_goes_on, [fulfillments, *(one.line_items for one in fulfillments.nodes)])):
        order.fulfillment_orders = Connection(nodes=_fulfillments(client, order))
    return order


def _goes_on(page: Connection[Any] | None) -> bool:
    return page is not None and page.page_info is not None and page.page_info.has_next_page


def _more_lines(client: Client, order: Order, before: Connection[LineItem]) -> Connection[LineItem]:
    """The next page, its lines put behind those that are there."""
    assert order.line_items is not None and before.page_info is not None
    variables = {"id": order.id, "after": before.page_info.end_cursor}
    answer = _ask(client, "order_line_items_page", variables)["order"]["lineItems"]
    page = msgspec.convert(answer, Connection[LineItem], strict=False)
    order.line_items.nodes.extend(page.nodes)
    return page


def _fulfillments(client: Client, order: Order) -> list[FulfillmentOrder]:
    found: list[FulfillmentOrder] = []
    after: str | None = None
    while True:
        variables = {"id": order.id, "after": after}
        answer = _ask(client, "fulfillment_orders_of_order", variables)["order"]["fulfillmentOrders"]
        page = msgspec.convert(answer, Connection[FulfillmentOrder], strict=False)
        found += page.nodes
        if not _goes_on(page) or page.page_info is None:
            return found
        after = page.page_info.end_cursor
