"""Builds the fulfillment orders and fulfillments of an order."""

from collections.abc import Iterable
from datetime import datetime

from sandbox.builders.products import add_level
from sandbox.state.records import Fulfillment, FulfillmentLine, FulfillmentOrder, FulfillmentOrderLine, LineItem, Order
from sandbox.state.store import Store


def add_fulfillment_order(
    store: Store, order: Order, lines: Iterable[LineItem], location_id: int, method: str = "SHIPPING"
) -> FulfillmentOrder | None:
    """Adds what the lines have still to hand over from that location.

    It commits stock. None when nothing is left.
    """
    left = [line for line in lines if line.unfulfilled_quantity > 0]
    if not left:
        return None
    made = FulfillmentOrder(
        id=store.next_id("FulfillmentOrder"),
        created_at=order.created_at,
        updated_at=order.created_at,
        order_id=order.id,
        location_id=location_id,
        method_type=method,
        fulfill_at=order.created_at,
        lines=[
            FulfillmentOrderLine(
                id=store.next_id("FulfillmentOrderLineItem"),
                line_item_id=line.id,
                variant_id=line.variant_id,
                total_quantity=line.unfulfilled_quantity,
                remaining_quantity=line.unfulfilled_quantity,
            )
            for line in left
        ],
    )
    order.fulfillment_orders.append(made)
    for line in left:
        commit(store, line, location_id, line.unfulfilled_quantity)
    return made


def commit(store: Store, line: LineItem, location_id: int, units: int) -> None:
    """Promises units of the line's variant at the location.

    A negative number gives them up. Untracked things aren't counted.
    """
    variant = store.variants.get(line.variant_id or 0)
    if variant is None or not store.item_of(variant).tracked:
        return
    level = store.level(variant.inventory_item_id, location_id) or add_level(
        store, variant.inventory_item_id, location_id, variant.created_at
    )
    level.committed += units


def hand_over(
    store: Store, order: Order, work: FulfillmentOrder, *, units: dict[int, int], at: datetime, tracking: str | None
) -> Fulfillment:
    """Fulfils `units` (by line item number) of a fulfillment order.

    The goods leave the location's stock.
    """
    made = Fulfillment(
        id=store.next_id("Fulfillment"),
        created_at=at,
        updated_at=at,
        order_id=order.id,
        name=f"{order.name}-F{len(order.fulfillments) + 1}",
        location_id=work.location_id,
        tracking_number=tracking,
        tracking_company="UPS" if tracking else None,
        tracking_url=f"https://www.ups.com/track?tracknum={tracking}" if tracking else None,
    )
    for part in work.lines:
        count = min(units.get(part.line_item_id, 0), part.remaining_quantity)
        line = order.line(part.line_item_id)
        if count == 0 or line is None:
            continue
        part.remaining_quantity -= count
        line.fulfilled += count
        commit(store, line, work.location_id, -count)
        made.lines.append(
            FulfillmentLine(id=store.next_id("FulfillmentLineItem"), line_item_id=line.id, quantity=count)
        )
    work.status = "IN_PROGRESS" if any(part.remaining_quantity for part in work.lines) else "CLOSED"
    work.updated_at = at
    order.fulfillments.append(made)
    return made


def withdraw(
    store: Store, order: Order, line: LineItem, *, units: int, at: datetime, status: str = "CLOSED"
) -> tuple[int, int | None]:
    """Takes up to `units` unfulfilled ones of a line away.

    Fulfillment orders left without any get `status`. Answer: units taken, and the location that had promised the last.
    """
    taken, place = 0, None
    for work in order.fulfillment_orders:
        for part in work.lines:
            if part.line_item_id != line.id or taken == units:
                continue
            count = min(units - taken, part.remaining_quantity)
            if count:
                part.total_quantity -= count
                part.remaining_quantity -= count
                commit(store, line, work.location_id, -count)
                work.updated_at = at
                taken, place = taken + count, work.location_id
        if not any(part.remaining_quantity for part in work.lines) and work.status in {
            "OPEN",
            "ON_HOLD",
            "IN_PROGRESS",
        }:
            work.status = "CLOSED" if any(part.total_quantity for part in work.lines) else status
    line.removed += taken
    return taken, place
