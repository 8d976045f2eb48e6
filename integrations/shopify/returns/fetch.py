"""Reads an order from the shop, with its refunds and returns.

No transaction may be open meanwhile.
"""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from integrations.shopify.ask import ask, ask_for_one
from integrations.shopify.orders.fetch import fetch_order
from shopify_client import pages
from shopify_client.client import Client
from shopify_client.types import Connection, Order, RefundLine, Return, ReturnLine

T = TypeVar("T")


@dataclass(frozen=True)
class OrderWithReturns:
    """An order with its refunds, and its returns."""

    order: Order
    returns: list[Return] = field(default_factory=list)


def fetch_returns(client: Client, gid: str) -> OrderWithReturns | None:
    """The order as it is now, None when the shop has none.

    Raises Unreadable.
    """

    def read(after: str | None) -> dict[str, Any]:
        return dict(ask_for_one(client, "order_returns", {"id": gid, "after": after})["returns"])

    order = fetch_order(client, gid)
    if order is None:
        return None
    for refund in order.refunds:
        _complete(client, "refund", refund.id, refund.refund_line_items, RefundLine)
    returns = [pages.typed(node, Return) for node in pages.every(read)]
    for one_return in returns:
        _complete(client, "return", one_return.id, one_return.return_line_items, ReturnLine)
    return OrderWithReturns(order, returns)


def order_of_return(client: Client, gid: str) -> str:
    """The gid of the order that a return belongs to; "" when the shop has no such return."""
    known = ask(client, "return_by_id", {"id": gid})["return"]
    return str(known["order"]["id"]) if known else ""


def _complete(client: Client, root: str, gid: str, first: Connection[T] | None, kind: type[T]) -> None:
    """Reads all lines of the refund or return; the document of their pages has them as its one list."""

    def read(after: str | None) -> dict[str, Any]:
        [lines] = ask_for_one(client, f"{root}_lines_page", {"id": gid, "after": after}).values()
        return dict(lines)

    pages.complete(first, kind, read)
