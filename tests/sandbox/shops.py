"""Tiny stores, built by hand: a few records of which a test knows every number."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sandbox.builders.fulfillment import add_fulfillment_order, hand_over
from sandbox.builders.order_lines import line_of
from sandbox.builders.products import ProductDraft, VariantDraft, add_product
from sandbox.state import totals
from sandbox.state.clock import Clock
from sandbox.state.records import (
    Address,
    Collection,
    Customer,
    FulfillmentOrder,
    LineItem,
    Location,
    Order,
    Product,
    ShippingLine,
    Transaction,
    Variant,
    money,
)
from sandbox.state.store import Store

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def empty_store(now: datetime = NOW) -> Store:
    """Its clock stands still at `now`; move it with store.clock.advance(seconds)."""
    clock = Clock()
    clock.stop_at(now)
    return Store(clock)


def small_store() -> Store:
    """Two locations, a shirt in S and M (10 and 4 at the first, 3 and 0 at the second), a mug, a gift card, one
    customer and one open, paid order #1001 for two S shirts and a mug."""
    store = empty_store()
    main, soho = location(store, "Main Warehouse"), location(store, "Soho Store")
    shirt = product(store, "Linen Shirt", sizes={"S": {main.id: 10, soho.id: 3}, "M": {main.id: 4, soho.id: 0}})
    mug = product(store, "Mug", stock={main.id: 20}, price="12.50")
    product(store, "Gift Card", is_gift_card=True, price="25.00", requires_shipping=False, tracked=False)
    collection(store, "Summer", shirt, mug)
    buyer = customer(store)
    order(store, [(variants(store, shirt)[0], 2), (variants(store, mug)[0], 1)], customer=buyer)
    return store


def address(**changes: Any) -> Address:
    told: dict[str, Any] = {
        "first_name": "Ada",
        "last_name": "Byron",
        "address1": "350 5th Ave",
        "city": "New York",
        "province": "New York",
        "province_code": "NY",
        "zip": "10118",
    }
    return Address(**(told | changes))


def location(store: Store, name: str = "Main Warehouse", **changes: Any) -> Location:
    at = store.clock.now()
    made = Location(id=store.next_id("Location"), created_at=at, updated_at=at, name=name, address=address(), **changes)
    store.add(made)
    return made


def customer(store: Store, first_name: str = "Ada", last_name: str = "Byron", **changes: Any) -> Customer:
    at = store.clock.now()
    told = {"email": f"{first_name}@example.com".lower(), "default_address": address()} | changes
    made = Customer(
        id=store.next_id("Customer"), created_at=at, updated_at=at, first_name=first_name, last_name=last_name, **told
    )
    store.add(made)
    return made


def product(
    store: Store,
    title: str = "Linen Shirt",
    *,
    sizes: dict[str, dict[int, int]] | None = None,
    stock: dict[int, int] | None = None,
    price: str = "40.00",
    requires_shipping: bool = True,
    tracked: bool = True,
    at: datetime | None = None,
    **changes: Any,
) -> Product:
    """`sizes`: stock by location of each size; without sizes the one default variant with `stock`.
    SKUs are LINEN-SHIRT-S or MUG. `changes` are fields of ProductDraft."""
    code = title.upper().replace(" ", "-")
    stocks = sizes or {"": stock or {}}
    drafts = [
        VariantDraft(
            values=[size],
            price=money(price),
            sku=f"{code}-{size}".rstrip("-"),
            requires_shipping=requires_shipping,
            tracked=tracked,
            stock=levels,
            weight=250.0,
        )
        for size, levels in stocks.items()
    ]
    told = {"handle": code.lower(), "option_names": ["Size"] if sizes else [], "vendor": "Acme"} | changes
    return add_product(store, ProductDraft(title=title, variants=drafts, **told), at or store.clock.now())


def variants(store: Store, product: Product) -> list[Variant]:
    return store.product_variants(product)


def collection(store: Store, title: str, *products: Product) -> Collection:
    at = store.clock.now()
    handle = title.lower().replace(" ", "-")
    made = Collection(
        id=store.next_id("Collection"),
        created_at=at,
        updated_at=at,
        title=title,
        handle=handle,
        product_ids=[product.id for product in products],
    )
    store.add(made)
    return made


def order(
    store: Store,
    bought: list[tuple[Variant, int]],
    *,
    customer: Customer | None = None,
    payment: str = "SALE",
    shipping: str = "5.00",
    at: datetime | None = None,
    from_location: Location | None = None,
    **changes: Any,
) -> Order:
    """An open order. `payment` SALE (paid), AUTHORIZATION or "" (none). Goods come from the first location, or
    `from_location`, as one fulfillment order; totals are refreshed and stock is committed."""
    moment, number = at or store.clock.now(), store.next_id("OrderNumber")
    made = Order(
        id=store.next_id("Order"),
        created_at=moment,
        updated_at=moment,
        processed_at=moment,
        number=number,
        name=f"#{number}",
        email=customer.email if customer else None,
        customer_id=customer.id if customer else None,
        **({"shipping_address": address(), "billing_address": address()} | changes),
    )
    made.line_items = [line_of(store, variant, quantity) for variant, quantity in bought]
    made.shipping_lines = [
        ShippingLine(
            id=store.next_id("ShippingLine"), title="Standard", code="standard", original_price=money(shipping)
        )
    ]
    place = from_location or next(iter(store.locations.values()))
    add_fulfillment_order(store, made, made.line_items, place.id)
    totals.refresh(made)
    if payment:
        pay(store, made, payment)
    store.add(made)
    return made


def pay(store: Store, order: Order, kind: str = "SALE", amount: Decimal | None = None, **changes: Any) -> Transaction:
    moment = order.created_at + timedelta(seconds=len(order.transactions))
    told = {"status": "SUCCESS", "gateway": "bogus", "created_at": moment, "processed_at": moment} | changes
    made = Transaction(
        id=store.next_id("OrderTransaction"), kind=kind, amount=order.total_price if amount is None else amount, **told
    )
    order.transactions.append(made)
    totals.refresh(order)
    return made


def ship(store: Store, order: Order, units: dict[int, int] | None = None) -> None:
    """Hand over everything, or these units by line item number, from the order's first fulfillment order."""
    work: FulfillmentOrder = order.fulfillment_orders[0]
    everything = {line.line_item_id: line.remaining_quantity for line in work.lines}
    wanted = everything if units is None else units
    hand_over(store, order, work, units=wanted, at=store.clock.now(), tracking="1Z999AA10123456784")
    totals.refresh(order)


def line(order: Order, sku: str) -> LineItem:
    return next(line for line in order.line_items if line.sku == sku)
