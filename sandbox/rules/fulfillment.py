"""Fulfils units: goods leave a location."""

from collections.abc import Sequence

from sandbox.rules.finish_change import finish
from sandbox.rules.fulfillment_choice import Wanted, choose, line_of_part
from sandbox.rules.lock import change
from sandbox.rules.stock import hand_out
from sandbox.rules.tracking import Tracking, set_tracking
from sandbox.rules.withdraw_units import close_if_done
from sandbox.state.records import Fulfillment, FulfillmentLine, FulfillmentOrder, LineItem, Order
from sandbox.state.store import Store


@change
def fulfil(
    store: Store,
    order: Order,
    wanted: Sequence[tuple[FulfillmentOrder, Wanted]],
    *,
    tracking: Tracking | None = None,
) -> Fulfillment:
    """Ships from one location: on_hand and committed fall.

    Announces fulfillments/create.
    """
    chosen = choose(order, wanted)
    now = store.clock.now()
    made = Fulfillment(
        id=store.next_id("Fulfillment"),
        created_at=now,
        updated_at=now,
        order_id=order.id,
        name=f"{order.name}-F{len(order.fulfillments) + 1}",
        location_id=wanted[0][0].location_id,
    )
    set_tracking(made, tracking or Tracking())
    for work, part, units in chosen:
        line = line_of_part(order, part)
        part.remaining_quantity -= units
        line.fulfilled += units
        hand_out(store, line, work.location_id, units)
        _add(store, made, line, units)
        work.status, work.updated_at = "IN_PROGRESS", now
    for work, _ in wanted:
        close_if_done(store, work)
    order.fulfillments.append(made)
    finish(store, order)
    store.announce("fulfillments/create", made, order=order)
    return made


def _add(store: Store, made: Fulfillment, line: LineItem, units: int) -> None:
    """Joins a line's units of two fulfillment orders into one line."""
    for part in made.lines:
        if part.line_item_id == line.id:
            part.quantity += units
            return
    made.lines.append(FulfillmentLine(id=store.next_id("FulfillmentLineItem"), line_item_id=line.id, quantity=units))
