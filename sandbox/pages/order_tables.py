"""Draws the tables of an order: lines, money, fulfilment, refunds, returns."""

from collections.abc import Iterator

from sandbox.pages.html import Content, Html, el
from sandbox.pages.widgets import badge, price, table, when
from sandbox.state.base import ZERO
from sandbox.state.records import Order
from sandbox.state.store import Store

_LINES = ("Item", "SKU", "Price", "Ordered", "Removed", "Fulfilled", "Returned", "Discount", "Tax")
_SUMS = ("Amount of", "Original", "Now")


def parts(store: Store, order: Order) -> Iterator[Html]:
    yield el("h2", "Lines")
    yield lines(order)
    yield el("h2", "Money")
    yield table(_SUMS, _sums(order), empty="", numbers=_SUMS[1:])
    yield _payments(order)
    yield el("h2", "Fulfilment")
    yield _work(store, order)
    if order.fulfillments:
        yield _parcels(store, order)
    if order.refunds or order.returns:
        yield el("h2", "Refunds and returns")
        yield _back(order)


def lines(order: Order) -> Html:
    rows: list[list[Content]] = [
        [
            line.name,
            line.sku or "",
            price(line.original_unit_price),
            str(line.quantity),
            str(line.removed),
            str(line.fulfilled),
            str(line.returned),
            price(line.total_discount),
            price(line.total_tax),
        ]
        for line in order.line_items
    ]
    return table(_LINES, rows, empty="No lines.", numbers=_LINES[2:])


def _sums(order: Order) -> list[list[Content]]:
    shipping = ", ".join(line.title for line in order.shipping_lines)
    codes = ", ".join(order.discount_codes)
    return [
        ["Lines after discounts", price(order.subtotal_price), price(order.current_subtotal_price)],
        [f"Discounts {codes}", price(order.total_discounts), price(order.current_total_discounts)],
        [f"Shipping {shipping}", price(order.total_shipping_price), ""],
        ["Tax", price(order.total_tax), price(order.current_total_tax)],
        ["Total", price(order.total_price), price(order.current_total_price)],
        ["Received", "", price(order.total_received)],
        ["Given back", "", price(order.total_refunded)],
        ["Outstanding", "", price(order.total_outstanding)],
    ]


def _payments(order: Order) -> Html:
    rows: list[list[Content]] = [
        [part.kind.capitalize(), badge(part.status), part.gateway, price(part.amount), when(part.created_at)]
        for part in order.transactions
    ]
    return table(("Payment", "Result", "By", "Amount", "When"), rows, empty="No payments.", numbers=("Amount",))


def _work(store: Store, order: Order) -> Html:
    names = {line.id: line.name for line in order.line_items}
    rows: list[list[Content]] = [
        [
            store.locations[work.location_id].name,
            badge(work.status),
            work.method_type.replace("_", " ").lower(),
            [[f"{part.remaining_quantity} × {names.get(part.line_item_id, '')}", el("br")] for part in work.lines],
            ", ".join(hold.reason.replace("_", " ").lower() for hold in work.holds),
        ]
        for work in order.fulfillment_orders
    ]
    return table(("From", "State", "How", "Still to go", "Held"), rows, empty="Nothing is to be fulfilled.")


def _parcels(store: Store, order: Order) -> Html:
    names = {line.id: line.name for line in order.line_items}
    rows: list[list[Content]] = [
        [
            parcel.name,
            badge(parcel.status),
            store.locations[parcel.location_id].name,
            [[f"{part.quantity} × {names.get(part.line_item_id, '')}", el("br")] for part in parcel.lines],
            " ".join(filter(None, [parcel.tracking_company, parcel.tracking_number])),
            when(parcel.created_at),
        ]
        for parcel in order.fulfillments
    ]
    return table(("Fulfilment", "State", "From", "Units", "Tracking", "When"), rows, empty="")


def _back(order: Order) -> Html:
    names = {line.id: line.name for line in order.line_items}
    amounts = {part.id: part.amount for part in order.transactions}
    rows: list[list[Content]] = []
    for made in order.refunds:
        units = [
            f"{part.quantity} × {names.get(part.line_item_id, '')} ({part.restock_type.lower()})" for part in made.lines
        ]
        paid = sum((amounts[number] for number in made.transaction_ids), ZERO)
        rows.append(["Refund", ", ".join(units), price(paid), when(made.created_at)])
    for given in order.returns:
        units = [f"{part.quantity} × {names.get(part.line_item_id, '')}" for part in given.lines]
        rows.append([[f"Return {given.name} ", badge(given.status)], ", ".join(units), "", when(given.created_at)])
    return table(("What", "Units", "Amount", "When"), rows, empty="", numbers=("Amount",))
