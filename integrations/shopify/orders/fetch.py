"""Reads orders from the shop, each with every page of its lines.

No transaction may be open meanwhile.
"""

from integrations.shopify.ask import Gone, ask, ask_for_one
from oms.orders.names import bare
from shopify_client import pages
from shopify_client.client import Client
from shopify_client.pages import Page
from shopify_client.search import Search
from shopify_client.types import Connection, FulfillmentOrder, LineItem, Order

LINES = 25


def fetch_order(client: Client, gid: str) -> Order | None:
    """The order as it is now; None when the shop has none.

    It may also hide it for its age. Raises Unreadable.
    """
    try:
        node = ask_for_one(client, "order_by_id", {"id": gid, "lineItems": LINES})
    except Gone:
        return None
    return _whole(client, pages.typed(node, Order))


def fetch_page(client: Client, search: str, sort_key: str, after: str | None, limit: int = 50) -> Page[Order]:
    """One page of the orders that the search string finds. `sort_key` CREATED_AT or UPDATED_AT."""
    variables = {"query": search, "first": limit, "after": after, "sortKey": sort_key, "lineItems": LINES}
    page = pages.page_of(ask(client, "orders_since", variables)["orders"], Order)
    return pages.each(page, lambda order: _whole(client, order))


def gids_of_name(client: Client, name: str, most: int = 10) -> list[str]:
    """The gids of the orders of this name, with or without #.

    And the orders it found that can't be read.
    """
    plain = bare(name)
    page = fetch_page(client, str(Search("orders").any_of("name", plain, f"#{plain}")), "CREATED_AT", None, most)
    named = [order.id for order in page.records if bare(order.name).casefold() == plain.casefold()]
    return [*named, *(bad.gid for bad in page.bad if bad.gid)]


def _whole(client: Client, order: Order) -> Order | None:
    """The order with every page of its lists; None when the shop deletes it meanwhile."""

    def read(document: str, name: str) -> pages.ReadPage:
        return lambda after: dict(ask_for_one(client, document, {"id": order.id, "after": after})[name])

    try:
        pages.complete(order.line_items, LineItem, read("order_line_items_page", "lineItems"))
        if _more_fulfillments(order.fulfillment_orders):
            every = pages.every(read("fulfillment_orders_of_order", "fulfillmentOrders"))
            nodes = [pages.typed(node, FulfillmentOrder) for node in every]
            order.fulfillment_orders = Connection(nodes=nodes)
    except Gone:
        return None
    return order


def _more_fulfillments(first: Connection[FulfillmentOrder] | None) -> bool:
    """Whether fulfillment orders, or lines of them, stand on further pages."""
    return first is not None and any(map(pages.goes_on, [first, *(part.line_items for part in first.nodes)]))
