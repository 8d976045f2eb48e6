"""Reading an order with everything that came back of it. No transaction may be open meanwhile."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from integrations.shopify.orders.fetch import fetch_order
from integrations.text import clean_all
from shopify_client import documents
from shopify_client.client import Client
from shopify_client.types import Connection, Order, RefundLine, Return, ReturnLine

T = TypeVar("T")


@dataclass(frozen=True)
class Came:
    """An order with its refunds, and its returns."""

    order: Order
    returns: list[Return] = field(default_factory=list)


def fetch_returns(client: Client, gid: str) -> Came | None:
    """The order of that gid as it is now, None when the shop has none."""
    order = fetch_order(client, gid)
    if order is None:
        return None
    for refund in order.refunds:
        _whole(client, "refund", refund.id, refund.refund_line_items, RefundLine)
    answer = _ask(client, "order_returns", {"id": gid, "after": None})["order"]["returns"]
    page = msgspec.convert(answer, Connection[Return], strict=False)
    returns = list(page.nodes)
    while after := _behind(page):
        answer = _ask(client, "order_returns", {"id": gid, "after": after})["order"]["returns"]
        page = msgspec.convert(answer, Connection[Return], strict=False)
        returns += page.nodes
    for given in returns:
        _whole(client, "return", given.id, given.return_line_items, ReturnLine)
    return Came(order, returns)


def order_of_return(client: Client, gid: str) -> str:
    """The gid of the order that a return belongs to; "" when the shop has no such return."""
    found = _ask(client, "return_by_id", {"id": gid})["return"]
    return str(found["order"]["id"]) if found else ""


def _whole(client: Client, root: str, gid: str, first: Connection[T] | None, kind: type[T]) -> None:
    """The pages behind the first, put to its nodes."""
    page = first
    while first is not None and page is not None and (after := _behind(page)):
        answer = _ask(client, f"{root}_lines_page", {"id": gid, "after": after})[root]
        [told] = answer.values()
        page = msgspec.convert(told, Connection[kind], strict=False)  # type: ignore[valid-type]
        first.nodes.extend(page.nodes)


def _behind(page: Connection[Any]) -> str | None:
    return page.page_info.end_cursor if page.page_info and page.page_info.has_next_page else None


def _ask(client: Client, document: str, variables: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = clean_all(client.execute(documents.load(document), variables))
    return answer
