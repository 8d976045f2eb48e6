"""Loads an order export into a store.

The rows of one name are one order, a line each.
"""

from datetime import datetime
from pathlib import Path

from sandbox.files import order_buyer, order_lines
from sandbox.files.csv_table import read
from sandbox.files.order_columns import ALIASES, REQUIRED, UNUSED
from sandbox.files.order_fulfillment import goods
from sandbox.files.order_payments import payments
from sandbox.files.row import Row
from sandbox.state import totals
from sandbox.state.records import Customer, Order, ShippingLine
from sandbox.state.store import Store


def load_orders(store: Store, path: Path, *, location_id: int) -> list[str]:
    """Adds the file's orders. Answer: remarks for a person.

    FileError: see `sandbox.files.csv_table.read`; an order's first row lacks what it must have, its name or id is in
    the store already, a number or time can't be read, a status is none that Shopify has.
    """
    rows, unknown = read(path, ALIASES, REQUIRED)
    ignored = [name for name in unknown if name.strip().lower() not in UNUSED]
    remarks = [f"{path}: columns that are not known were left out: {', '.join(ignored)}"] if ignored else []
    names = order_lines.Names.of(store)
    known: dict[str, Customer] = {}
    for one in store.customers.values():
        known[(one.email or one.phone or "").lower()] = one
    for group in sorted(_by_name(rows), key=lambda group: _placed(group[0])):  # an export begins with the newest
        order = _order(store, group, names, known, location_id)
        lost = [line.name for line in order.line_items if line.variant_id is None]
        if lost:
            what = f"{order.name} has lines of unknown variants: {', '.join(lost)}"
            remarks.append(f"{path}, line {group[0].line}: {what}")
        store.add(order)
    return remarks


def _by_name(rows: list[Row]) -> list[list[Row]]:
    """Rows of one name, one below the other."""
    groups: list[list[Row]] = []
    for row in rows:
        name = row.text("Name")
        if not name:
            raise row.wrong("Name", "is empty")
        if groups and groups[-1][0].text("Name") == name:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _order(store: Store, rows: list[Row], names: order_lines.Names, known: dict[str, Customer], place: int) -> Order:
    head = rows[0]
    order = _head(store, head, known)
    order.line_items = [order_lines.line(store, row, names) for row in rows]
    order_lines.discount(order, head)
    order_lines.taxes(order, head)
    shipping, title = head.money("Shipping"), head.text("Shipping Method")
    if title or shipping:
        number = store.next_id("ShippingLine")
        name = title or "Shipping"
        order.shipping_lines = [ShippingLine(id=number, title=name, code=name, original_price=shipping)]
    totals.refresh(order)
    total = head.money("Total", None)
    if total == order.subtotal_price + order.total_shipping_price and order.total_tax:
        order.taxes_included = True
    # Tips, duties and rounding have no columns of their own.
    order.total_adjustment = total - (totals.refresh(order).total_price - order.total_adjustment)
    totals.refresh(order)
    payments(store, order, head)
    goods(store, order, rows, order.retail_location_id or place)
    return order


def _placed(row: Row) -> datetime:
    at = row.moment("Created at")
    if at is None:
        raise row.wrong("Created at", f"is empty in the first row of {row.text('Name')}")
    return at


def _head(store: Store, row: Row, known: dict[str, Customer]) -> Order:
    name, at = row.text("Name"), _placed(row)
    if store.order_by_name(name) is not None:
        raise row.wrong("Name", f"{name} is in the store already, or its rows don't stand together")
    number = store.next_id("OrderNumber")
    digits = "".join(letter for letter in name if letter.isdigit() and letter.isascii())
    if digits:
        store.tables.counters["OrderNumber"] = max(number - 1, int(digits))
    buyer, shop = order_buyer.customer(store, row, known), order_buyer.counter(store, row)
    return Order(
        id=_id(store, row),
        created_at=at,
        updated_at=at,
        processed_at=at,
        number=int(digits or number),
        name=name,
        email=row.text("Email") or None,
        phone=row.code("Phone") or None,
        cancelled_at=row.moment("Cancelled at"),
        closed_at=row.moment("Cancelled at"),
        cancel_reason="OTHER" if row.text("Cancelled at") else None,
        currency_code=row.text("Currency") or store.shop.currency_code,
        presentment_currency_code=row.text("Currency") or store.shop.currency_code,
        risk_level=row.text("Risk Level").upper() or "LOW",
        tags=[tag.strip() for tag in row.text("Tags").split(",") if tag.strip()],
        note=row.raw("Notes") or None,
        source_name=row.text("Source") or "web",
        custom_attributes=order_buyer.attributes(row),
        customer_id=buyer.id if buyer else None,
        retail_location_id=shop.id if shop else None,
        shipping_address=order_buyer.address(row, "Shipping"),
        billing_address=order_buyer.address(row, "Billing"),
    )


def _id(store: Store, row: Row) -> int:
    """Reads the order's own number, which later ones must not take."""
    number = row.count("Id")
    if not number:
        return store.next_id("Order")
    if number < 0 or number in store.orders:
        raise row.wrong("Id", f"{number} is in the store already" if number > 0 else f"{number} is no order's")
    store.tables.counters["Order"] = max(number, store.next_id("Order") - 1)
    return number
