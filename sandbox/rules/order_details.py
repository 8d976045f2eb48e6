"""Changes an order's note, tags, attributes and addresses; archives it.

Every field that is given replaces what was there.
"""

from collections.abc import Sequence

from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import finish
from sandbox.rules.lock import change
from sandbox.rules.tags import check, clean
from sandbox.state.records import Address, Attribute, Order
from sandbox.state.store import Store

LONGEST_NOTE = 5000


@change
def update_order(
    store: Store,
    order: Order,
    *,
    note: str | None = None,
    tags: Sequence[str] | None = None,
    attributes: Sequence[Attribute] | None = None,
    email: str | None = None,
    phone: str | None = None,
    shipping_address: Address | None = None,
) -> Order:
    """Updates; None leaves a field alone, "" or [] empties it.

    Announces orders/updated.
    """
    if note is not None and len(note) > LONGEST_NOTE:
        raise Refused(f"Note is too long (maximum is {LONGEST_NOTE} characters)", "TOO_LONG", ["note"])
    cleaned = clean(tags) if tags is not None else order.tags
    check(order, cleaned)
    order.tags = cleaned
    if note is not None:
        order.note = note or None
    if attributes is not None:
        order.custom_attributes = list(attributes)
    order.email = order.email if email is None else email
    order.phone = order.phone if phone is None else phone
    order.shipping_address = shipping_address or order.shipping_address
    return finish(store, order)


@change
def close_order(store: Store, order: Order) -> Order:
    """Archives the order."""
    if order.closed:
        raise Refused("Order is already closed", "INVALID", ["id"])
    order.closed_at = store.clock.now()
    return finish(store, order)


@change
def open_order(store: Store, order: Order) -> Order:
    if not order.closed or order.cancelled_at is not None:
        raise Refused("Order cannot be opened", "INVALID", ["id"])
    order.closed_at = None
    return finish(store, order)
