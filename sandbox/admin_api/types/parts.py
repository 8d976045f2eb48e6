"""The parts of an order by the type of their gid."""

from collections.abc import Callable, Iterable

from sandbox.state.records import Node, Order

PARTS: dict[str, Callable[[Order], Iterable[Node]]] = {
    "LineItem": lambda order: order.line_items,
    "ShippingLine": lambda order: order.shipping_lines,
    "OrderTransaction": lambda order: order.transactions,
    "Refund": lambda order: order.refunds,
    "FulfillmentOrder": lambda order: order.fulfillment_orders,
    "FulfillmentOrderLineItem": lambda order: (line for one in order.fulfillment_orders for line in one.lines),
    "Fulfillment": lambda order: order.fulfillments,
    "FulfillmentLineItem": lambda order: (line for one in order.fulfillments for line in one.lines),
    "Return": lambda order: order.returns,
    "ReturnLineItem": lambda order: (line for one in order.returns for line in one.lines),
    "ReverseFulfillmentOrder": lambda order: (
        reverse for one in order.returns for reverse in one.reverse_fulfillment_orders
    ),
}
