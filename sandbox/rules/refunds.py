"""Refunds units of an order, and may put them on sale again."""

from collections.abc import Sequence
from decimal import Decimal

from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import announce_transactions, finish
from sandbox.rules.lock import change
from sandbox.rules.refund_checks import RESTOCK_TYPES, Refunded, check_refund
from sandbox.rules.refund_records import give_back, new_refund, refund_line, refundable
from sandbox.rules.stock import take_back
from sandbox.rules.withdraw_units import withdraw
from sandbox.state import totals
from sandbox.state.base import ZERO, money
from sandbox.state.records import LineItem, Order, Refund
from sandbox.state.store import Store


@change
def refund(
    store: Store,
    order: Order,
    wanted: Sequence[Refunded] = (),
    *,
    amount: Decimal | None = None,
    shipping: Decimal = ZERO,
    note: str = "",
) -> Refund:
    """Refunds `amount`, by default the units' price and shipping as paid.

    Announces refunds/create.
    """
    check_refund(store, wanted)
    suggested = sum((_price(line) for line in wanted), ZERO) + money(shipping)
    left = refundable(order)
    sum_back = min(suggested, left) if amount is None else money(amount)
    if sum_back > left or sum_back < ZERO:
        raise Refused(f"Refund amount {sum_back} is more than the {left} that can be refunded", None, ["transactions"])
    if not wanted and sum_back == ZERO:
        raise Refused("Refund must have at least one line item or an amount", None, ["refundLineItems"])
    made = new_refund(store, note=note or None)
    made.shipping_amount = money(shipping)
    for part in sorted(wanted, key=lambda part: RESTOCK_TYPES.index(part.restock_type)):
        _take(store, order, made, part)
    return close_refund(store, order, made, sum_back)


def close_refund(store: Store, order: Order, made: Refund, amount: Decimal) -> Refund:
    """Pays it out, puts it on the order and announces it."""
    transactions = give_back(store, order, amount)
    made.transaction_ids = [part.id for part in transactions]
    order.refunds.append(made)
    announce_transactions(store, order, transactions)
    finish(store, order)
    store.announce("refunds/create", made, order=order)
    return made


def _price(part: Refunded) -> Decimal:
    return totals.line_subtotal(part.line, part.quantity) + totals.line_tax(part.line, part.quantity)


def _take(store: Store, order: Order, made: Refund, part: Refunded) -> None:
    line, restock = part.line, part.restock_type != "NO_RESTOCK"
    unfulfilled = 0 if part.restock_type == "RETURN" else min(part.quantity, line.unfulfilled_quantity)
    taken = withdraw(store, order, line, unfulfilled, restock=restock, location_id=part.location_id)
    returned = part.quantity - unfulfilled
    if returned:
        line.returned += returned
        place = part.location_id if part.location_id is not None else shipped_from(order, line)
        if restock:
            take_back(store, line, place, returned)
        taken.append((place, returned))
    for place, units in taken:
        where = (part.location_id or place) if restock else None
        made.lines.append(refund_line(store, line, units, part.restock_type, where))


def shipped_from(order: Order, line: LineItem) -> int:
    """Finds the location that last shipped units of the line."""
    return next(
        work.location_id
        for work in reversed(order.fulfillments)
        if any(part.line_item_id == line.id for part in work.lines)
    )
