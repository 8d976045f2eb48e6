"""Finds records by keys other than their number."""

from collections.abc import Iterable, Iterator

from sandbox.state.base import Node
from sandbox.state.records import Collection, InventoryLevel, Order, Product, Variant


class Indexes:
    def __init__(self) -> None:
        self.levels_of_item: dict[int, dict[int, int]] = {}  # inventory item -> location -> level
        self.collections_of_product: dict[int, set[int]] = {}
        self.orders_of_customer: dict[int, list[int]] = {}
        self.variants_of_sku: dict[str, list[int]] = {}
        self.product_of_handle: dict[str, int] = {}
        self.order_of_name: dict[str, int] = {}
        self._parts: dict[str, dict[int, int]] = {}  # type of part -> number -> order, made when first asked for

    def added(self, record: Node) -> None:
        if isinstance(record, InventoryLevel):
            self.levels_of_item.setdefault(record.inventory_item_id, {})[record.location_id] = record.id
        elif isinstance(record, Variant):
            self.sku_changed(record, None)
        elif isinstance(record, Product):
            self.product_of_handle[record.handle] = record.id
        elif isinstance(record, Collection):
            for product_id in record.product_ids:
                self.collections_of_product.setdefault(product_id, set()).add(record.id)
        elif isinstance(record, Order):
            self.order_of_name[record.name] = record.id
            if record.customer_id is not None:
                self.orders_of_customer.setdefault(record.customer_id, []).append(record.id)
            self.parts_changed(record)

    def removed(self, record: Node) -> None:
        if isinstance(record, InventoryLevel):
            self.levels_of_item.get(record.inventory_item_id, {}).pop(record.location_id, None)
        elif isinstance(record, Variant) and record.sku:
            self._forget_sku(record.sku, record.id)
        elif isinstance(record, Product):
            self.product_of_handle.pop(record.handle, None)
            self.collections_of_product.pop(record.id, None)
        elif isinstance(record, Collection):
            for product_id in record.product_ids:
                self.collections_of_product.get(product_id, set()).discard(record.id)

    def sku_changed(self, variant: Variant, before: str | None) -> None:
        if before:
            self._forget_sku(before, variant.id)
        if variant.sku:
            self.variants_of_sku.setdefault(variant.sku, []).append(variant.id)

    def _forget_sku(self, sku: str, variant_id: int) -> None:
        left = [number for number in self.variants_of_sku.get(sku, ()) if number != variant_id]
        if left:
            self.variants_of_sku[sku] = left
        else:
            self.variants_of_sku.pop(sku, None)

    def handle_changed(self, product: Product, before: str) -> None:
        self.product_of_handle.pop(before, None)
        self.product_of_handle[product.handle] = product.id

    def collection_changed(self, collection: Collection, before: Iterable[int]) -> None:
        """Notes the collection's new members; `before` are those it had."""
        for product_id in before:
            self.collections_of_product.get(product_id, set()).discard(collection.id)
        for product_id in collection.product_ids:
            self.collections_of_product.setdefault(product_id, set()).add(collection.id)

    def parts_changed(self, order: Order) -> None:
        """Adds an order's new parts to the types asked for before."""
        for kind, table in self._parts.items():
            table.update((number, order.id) for number in _parts(order, kind))

    def order_of_part(self, kind: str, number: int, orders: Iterable[Order]) -> int:
        """Finds the order's number, or 0; a kind's first question reads all."""
        if kind not in self._parts:
            self._parts[kind] = {part: order.id for order in orders for part in _parts(order, kind)}
        return self._parts[kind].get(number, 0)


def _parts(order: Order, kind: str) -> Iterator[int]:
    lists: dict[str, Iterable[Node]] = {
        "FulfillmentOrderLineItem": (line for part in order.fulfillment_orders for line in part.lines),
        "FulfillmentLineItem": (line for part in order.fulfillments for line in part.lines),
        "ReturnLineItem": (line for part in order.returns for line in part.lines),
        "ReverseFulfillmentOrder": (reverse for part in order.returns for reverse in part.reverse_fulfillment_orders),
        "ReverseFulfillmentOrderLineItem": (
            line for part in order.returns for reverse in part.reverse_fulfillment_orders for line in reverse.lines
        ),
        "LineItem": order.line_items,
        "ShippingLine": order.shipping_lines,
        "OrderTransaction": order.transactions,
        "Refund": order.refunds,
        "FulfillmentOrder": order.fulfillment_orders,
        "Fulfillment": order.fulfillments,
        "Return": order.returns,
    }
    yield from (part.id for part in lists.get(kind, ()))
