"""Makes the return of goods that a customer sends back."""

from datetime import datetime

from sandbox.generator import order_steps
from sandbox.generator.market import Market
from sandbox.state.records import Disposition, Order, Return, ReturnLine, ReverseFulfillmentOrder, ReverseLine

_REASONS = ("UNKNOWN", "SIZE_TOO_SMALL", "SIZE_TOO_LARGE", "STYLE", "DEFECTIVE", "COLOR")


def open_return(market: Market, order: Order, *, approved: bool) -> Return:
    """Returns the first line that was shipped: requested or approved."""
    store, moment = market.store, order_steps.hours(market, order.updated_at, 24, 200)
    handed, reason = order.fulfillments[0].lines[0], market.rng.choice(_REASONS)
    made = Return(
        id=store.next_id("Return"),
        created_at=moment,
        updated_at=moment,
        order_id=order.id,
        name=f"{order.name}-R1",
        status="OPEN" if approved else "REQUESTED",
        request_approved_at=moment if approved else None,
        lines=[
            ReturnLine(
                id=store.next_id("ReturnLineItem"),
                fulfillment_line_id=handed.id,
                line_item_id=handed.line_item_id,
                quantity=handed.quantity,
                reason=reason,
                reason_handle=reason.lower().replace("_", "-"),
                reason_name=reason.capitalize().replace("_", " "),
                customer_note="Doesn't fit" if market.rng.random() < 0.5 else None,
            )
        ],
    )
    if approved:
        line = ReverseLine(
            id=store.next_id("ReverseFulfillmentOrderLineItem"),
            fulfillment_line_id=handed.id,
            line_item_id=handed.line_item_id,
            total_quantity=handed.quantity,
        )
        made.reverse_fulfillment_orders = [
            ReverseFulfillmentOrder(id=store.next_id("ReverseFulfillmentOrder"), lines=[line])
        ]
    order.returns.append(made)
    order_steps.ended(order, moment)
    return made


def put_away(market: Market, order: Order, back: Return, at: datetime) -> None:
    """Restocks everything that arrived and closes the return."""
    back.status, back.closed_at, back.updated_at = "CLOSED", at, at
    for asked in back.lines:
        asked.processed_quantity = asked.refunded_quantity = asked.quantity
    for reverse in back.reverse_fulfillment_orders:
        reverse.status = "CLOSED"
        for part in reverse.lines:
            part.dispositions = [
                Disposition(
                    id=market.store.next_id("ReverseFulfillmentOrderDisposition"),
                    type="RESTOCKED",
                    quantity=part.total_quantity,
                    location_id=order.fulfillments[0].location_id,
                    created_at=at,
                )
            ]
    order_steps.ended(order, at)
