"""Does what people do on an ordinary day, one action each."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from random import Random

from sandbox.rules.cancellation import cancel_order
from sandbox.rules.fulfillment import fulfil
from sandbox.rules.order_edits import edit_order
from sandbox.rules.payment import pay
from sandbox.rules.place_order import place_order
from sandbox.rules.refund_checks import Refunded
from sandbox.rules.refunds import refund
from sandbox.rules.tracking import Tracking
from sandbox.state.records import Order, Variant
from sandbox.state.store import Store

Action = Callable[[Store, Random], Order | None]
_RECENT = 300
_OPEN_WORK = ("OPEN", "IN_PROGRESS")


def place(store: Store, dice: Random) -> Order | None:
    """Orders one to three products, paid at once or later."""
    variants = _for_sale(store, dice)
    if not variants:
        return None
    customers = list(store.customers.values())
    buyer = dice.choice(customers) if customers else None
    return place_order(
        store,
        [(variant, dice.choice((1, 1, 2))) for variant in variants],
        customer=buyer,
        shipping_address=buyer.default_address if buyer else None,
        shipping=Decimal("5.00"),
        tax_rate="0.0825",
        pay=dice.choice(("paid", "paid", "authorized", "pending")),
    )


def pay_later(store: Store, dice: Random) -> Order | None:
    order = _one(store, dice, lambda order: order.display_financial_status == "PENDING")
    return pay(store, order) if order else None


def take_one_off(store: Store, dice: Random) -> Order | None:
    """Takes one piece off, as the customer wishes."""
    order = _one(store, dice, lambda order: any(line.unfulfilled_quantity > 1 for line in order.line_items))
    if order is None:
        return None
    line = next(line for line in order.line_items if line.unfulfilled_quantity > 1)
    return edit_order(store, order, {line.id: line.current_quantity - 1})


def cancel(store: Store, dice: Random) -> Order | None:
    order = _one(store, dice, lambda order: not order.fulfillments)
    return cancel_order(store, order, reason="CUSTOMER", restock=True, refund=True) if order else None


def give_money_back(store: Store, dice: Random) -> Order | None:
    """Takes a piece that has not left back and refunds it."""
    order = _one(store, dice, lambda order: order.display_financial_status == "PAID" and _waiting(order))
    if order is None:
        return None
    line = next(line for line in order.line_items if line.unfulfilled_quantity)
    refund(store, order, [Refunded(line=line, quantity=1, restock_type="CANCEL")])
    return order


def ship(store: Store, dice: Random) -> Order | None:
    """Ships everything that one location still has to send."""
    order = _one(store, dice, lambda order: order.display_financial_status == "PAID" and _waiting(order))
    work = next((work for work in order.fulfillment_orders if work.status in _OPEN_WORK), None) if order else None
    if order is None or work is None:
        return None
    fulfil(store, order, [(work, None)], tracking=Tracking(company="UPS", number=f"1Z{dice.randrange(10**10):010}"))
    return order


def _for_sale(store: Store, dice: Random) -> list[Variant]:
    numbers = list(store.variants)
    chosen = dice.sample(numbers, min(len(numbers), 12))
    found = [store.variants[number] for number in chosen]
    sold = [one for one in found if store.item_of(one).requires_shipping and store.inventory_quantity(one) > 2]
    return sold[: dice.randint(1, 3)]


def _waiting(order: Order) -> bool:
    return any(line.unfulfilled_quantity for line in order.line_items)


def _one(store: Store, dice: Random, wanted: Callable[[Order], bool]) -> Order | None:
    """Chooses one of the latest open orders for which `wanted` holds."""
    found = [order for order in _latest(store) if order.status == "open" and not order.test and wanted(order)]
    return dice.choice(found) if found else None


def _latest(store: Store) -> Iterable[Order]:
    return [store.orders[number] for number in list(store.orders)[-_RECENT:]]
