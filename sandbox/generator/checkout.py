"""Makes an order at the moment it is placed.

It has buyer, lines, discount, shipping and tax. Nothing is paid or shipped yet.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sandbox.builders.order_lines import line_of, tax
from sandbox.generator import discounts, notes
from sandbox.generator.customers import TAXES
from sandbox.generator.market import Market
from sandbox.state import totals
from sandbox.state.base import money
from sandbox.state.records import Address, Attribute, Location, Order, ShippingLine, TaxLine, Variant

_METHODS = (
    ("Standard", "standard", "5.95"),
    ("Economy", "economy", "3.50"),
    ("Express", "express", "14.00"),
    ("Second Day", "second-day", "18.00"),
    ("Next Day", "next-day", "29.00"),
    ("Free Shipping", "free", "0.00"),
)
_METHOD_WEIGHTS = (50, 12, 12, 6, 5, 15)
_TAXED_SHIPPING = frozenset({"NY", "TX", "WA", "GA"})


@dataclass
class Cart:
    """Holds what is special about an order.

    `pickup`: collected there; `counter`: sold there.
    """

    variants: list[Variant] = field(default_factory=list)
    pickup: Location | None = None
    counter: Location | None = None
    ships: bool = True
    addressed: bool = True


def place(market: Market, at: datetime, cart: Cart | None = None) -> Order:
    """Places an order of the cart, or of one to four things.

    It is not in the store yet.
    """
    cart, store, rng = cart or Cart(), market.store, market.rng
    number, buyer = store.next_id("OrderNumber"), rng.choice(market.customers)
    known = cart.counter is None or rng.random() < 0.5
    order = Order(
        id=store.next_id("Order"),
        created_at=at,
        updated_at=at,
        processed_at=at,
        number=number,
        name=f"#{number}",
        email=buyer.email if known else None,
        phone=buyer.phone if known and buyer.email is None else None,
        customer_id=buyer.id if known else None,
    )
    bought = cart.variants or rng.choices(market.anything, k=rng.choices((1, 2, 3, 4), (45, 30, 15, 10))[0])
    order.line_items = [line_of(store, variant, 1 if rng.random() < 0.75 else rng.randint(2, 4)) for variant in bought]
    _to(market, order, buyer.default_address, cart)
    discounts.give(market, order)
    _taxes(market, order, cart)
    notes.add(market, order)
    totals.refresh(order)
    return order


def _to(market: Market, order: Order, home: Address | None, cart: Cart) -> None:
    """Addresses and the way the goods reach the buyer."""
    order.billing_address = home
    if cart.counter is not None:
        order.source_name, order.retail_location_id, order.billing_address = "pos", cart.counter.id, None
    elif cart.pickup is not None:
        _shipping(market, order, (cart.pickup.name, cart.pickup.name, "0.00"))
    elif cart.ships and any(line.requires_shipping for line in order.line_items):
        order.shipping_address = home if cart.addressed else None
        _shipping(market, order, market.rng.choices(_METHODS, _METHOD_WEIGHTS)[0])
        if market.rng.random() < 0.02:
            _shipping(market, order, market.rng.choice(_METHODS))


def _shipping(market: Market, order: Order, method: tuple[str, str, str]) -> None:
    title, code, price = method
    order.shipping_lines.append(
        ShippingLine(id=market.store.next_id("ShippingLine"), title=title, code=code, original_price=money(price))
    )


def _taxes(market: Market, order: Order, cart: Cart) -> None:
    where = order.shipping_address or (cart.pickup or cart.counter or market.warehouses[0]).address
    state = where.province_code or ""
    title = f"{where.province} State Tax"
    for line in order.line_items:
        tax(line, title, TAXES.get(state, "0"))
    for shipping in order.shipping_lines:
        if state in _TAXED_SHIPPING and shipping.discounted_price:
            price = money(shipping.discounted_price * Decimal(TAXES[state]))
            shipping.tax_lines = [TaxLine(title=title, rate=float(TAXES[state]), price=price)]


def promise(order: Order, date: str, note: str) -> None:
    """Writes a storefront's promise on lines of goods to arrive."""
    for line in order.line_items:
        line.custom_attributes = [Attribute(key="Note", value=note), Attribute(key="PROMISE_DATE", value=date)]
