"""Edits an order after it was placed.

Changes are staged first, then committed as one.
"""

from collections.abc import Mapping

from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import finish
from sandbox.rules.lock import change
from sandbox.rules.routing import assign, route
from sandbox.rules.withdraw_units import withdraw
from sandbox.state.base import money
from sandbox.state.records import LineItem, Order, OrderEdit, StagedQuantity, TaxLine
from sandbox.state.store import Store


@change
def begin_edit(store: Store, order: Order) -> OrderEdit:
    """Begins an edit, which changes nothing of the order."""
    edit = OrderEdit(id=store.next_id("CalculatedOrder"), order_id=order.id)
    _check(order, edit)
    store.add(edit)
    return edit


@change
def stage_quantity(
    store: Store, edit: OrderEdit, line: LineItem, quantity: int, *, restock: bool = True
) -> StagedQuantity:
    """Stages the line's new quantity, at least what was handed over."""
    _check(store.orders[edit.order_id], edit)
    _check_units(line, quantity)
    edit.staged = [part for part in edit.staged if part.line_item_id != line.id]
    staged = StagedQuantity(line_item_id=line.id, quantity=quantity, restock=restock)
    edit.staged.append(staged)
    store.revision += 1
    return staged


@change
def commit_edit(store: Store, edit: OrderEdit, *, staff_note: str = "") -> Order:
    """Announces orders/updated, then orders/edited with what was added and removed, by line."""
    order = store.orders[edit.order_id]
    wanted = {part.line_item_id: part for part in edit.staged}
    lines = [(line, wanted[line.id]) for line in order.line_items if line.id in wanted]
    _check(order, edit)
    for line, part in lines:  # units may have been handed over since they were staged
        _check_units(line, part.quantity)
    if not any(part.quantity != line.current_quantity for line, part in lines):
        raise Refused("There must be at least one change to the order.", None, ["id"])
    added = [(line, part.quantity - line.current_quantity) for line, part in lines]
    split = route(store, [(line, units) for line, units in added if units > 0])
    for line, units in added:
        if units < 0:
            withdraw(store, order, line, -units, restock=wanted[line.id].restock)
        elif units > 0:
            _grow(line, units)
    assign(store, order, split)
    order.edited = edit.committed = True
    told = _edited_payload(edit, added, wanted)
    finish(store, order)
    store.announce("orders/edited", order, order_edit=told, staff_note=staff_note)
    return order


@change
def edit_order(store: Store, order: Order, quantities: Mapping[int, int], *, restock: bool = True) -> Order:
    """Begins, stages and commits at once: new quantities by line number."""
    edit = begin_edit(store, order)
    try:
        for number, quantity in quantities.items():
            line = order.line(number)
            if line is None:
                raise Refused("Line item does not exist", None, ["lineItemId"])
            stage_quantity(store, edit, line, quantity, restock=restock)
        return commit_edit(store, edit)
    finally:
        store.discard(edit)


def _check(order: Order, edit: OrderEdit) -> None:
    if order.cancelled_at is not None:
        raise Refused("The order cannot be edited.", None, ["id"])
    if edit.committed:
        raise Refused("The order edit has already been committed.", None, ["id"])


def _check_units(line: LineItem, quantity: int) -> None:
    if quantity < 0:
        raise Refused("must be greater than or equal to 0", None, ["quantity"])
    if quantity < line.current_quantity - line.unfulfilled_quantity:
        raise Refused("Quantity cannot be less than the quantity that was fulfilled.", None, ["quantity"])


def _grow(line: LineItem, units: int) -> None:
    """Adds units at the same price and tax; discounts stay."""
    before = line.quantity
    line.quantity += units
    line.tax_lines = [
        TaxLine(title=tax.title, rate=tax.rate, price=money(tax.price * line.quantity / before))
        for tax in line.tax_lines
    ]


def _edited_payload(
    edit: OrderEdit, changes: list[tuple[LineItem, int]], wanted: Mapping[int, StagedQuantity]
) -> dict[str, object]:
    """Builds the body of the orders/edited webhook."""
    return {
        "id": edit.id,
        "order_id": edit.order_id,
        "additions": [{"id": line.id, "delta": units} for line, units in changes if units > 0],
        "removals": [
            {"id": line.id, "delta": -units, "restock": wanted[line.id].restock} for line, units in changes if units < 0
        ],
    }
