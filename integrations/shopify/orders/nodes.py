"""An order as a paged read gives it, taken apart into the nodes that a bulk result has as lines of their own."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from shopify_client.types import AnyNode, Order


def apart(orders: Iterable[Order]) -> Iterator[AnyNode]:
    """Each order, then its lines, shipping lines and fulfillment orders, children naming their parents."""
    for order in orders:
        yield order
        for line in order.line_items.nodes if order.line_items else ():
            yield replace(line, parent_id=order.id)
        for shipping in order.shipping_lines.nodes if order.shipping_lines else ():
            yield replace(shipping, parent_id=order.id)
        for fulfillment in order.fulfillment_orders.nodes if order.fulfillment_orders else ():
            yield replace(fulfillment, parent_id=order.id)
            for part in fulfillment.line_items.nodes if fulfillment.line_items else ():
                yield replace(part, parent_id=fulfillment.id)
