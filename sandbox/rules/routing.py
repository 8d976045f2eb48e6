"""Routes the units of an order to locations.

Fulfillment orders say which location is to ship which units.
"""

from sandbox.rules.errors import Refused
from sandbox.rules.stock import item_of, promise
from sandbox.state.records import FulfillmentOrder, FulfillmentOrderLine, LineItem, Location, Order
from sandbox.state.store import Store

Split = dict[int, list[tuple[LineItem, int]]]  # location -> lines and units


def route(store: Store, wanted: list[tuple[LineItem, int]], *, location_id: int | None = None) -> Split:
    """Chooses the first location that has everything, else one per line.

    A line goes to the first that has all of it; what sells on without stock goes to the first location. Refuses units
    of a variant that may not be oversold.
    """
    places = _places(store, location_id)
    if not wanted:
        return {}
    if not places:
        raise Refused("No active location can fulfill the order", "INVALID", ["locationId"])
    for place in places:
        if all(_has(store, line, place.id, units) for line, units in wanted):
            return {place.id: list(wanted)}
    split: Split = {}
    for line, units in wanted:
        place_id = next((place.id for place in places if _has(store, line, place.id, units)), places[0].id)
        if not _has(store, line, place_id, units):
            _refuse_oversold(store, line, units)
        split.setdefault(place_id, []).append((line, units))
    return split


def open_work(
    store: Store, order: Order, location_id: int, wanted: list[tuple[LineItem, int]], *, method: str = "SHIPPING"
) -> FulfillmentOrder:
    """Opens a fulfillment order; it touches no stock."""
    now = store.clock.now()
    made = FulfillmentOrder(
        id=store.next_id("FulfillmentOrder"),
        created_at=now,
        updated_at=now,
        order_id=order.id,
        location_id=location_id,
        fulfill_at=now,
        method_type=method,
        lines=[
            FulfillmentOrderLine(
                id=store.next_id("FulfillmentOrderLineItem"),
                line_item_id=line.id,
                variant_id=line.variant_id,
                total_quantity=units,
                remaining_quantity=units,
            )
            for line, units in wanted
        ],
    )
    order.fulfillment_orders.append(made)
    return made


def assign(store: Store, order: Order, split: Split) -> None:
    """Opens the fulfillment orders of a split and promises their units."""
    for location_id, wanted in split.items():
        digital = not any(line.requires_shipping for line, _ in wanted)
        open_work(store, order, location_id, wanted, method="NONE" if digital else "SHIPPING")
        for line, units in wanted:
            promise(store, line, location_id, units)


def _places(store: Store, location_id: int | None) -> list[Location]:
    active = [place for place in store.locations.values() if place.is_active]
    if location_id is not None:
        return [place for place in active if place.id == location_id]
    return [place for place in active if place.fulfills_online_orders]


def _has(store: Store, line: LineItem, location_id: int, units: int) -> bool:
    item = item_of(store, line.variant_id)
    if item is None or not item.tracked:
        return True
    level = store.level(item.id, location_id)
    return level is not None and level.is_active and level.available >= units


def _refuse_oversold(store: Store, line: LineItem, units: int) -> None:
    variant = store.variants.get(line.variant_id or 0)
    if variant is not None and variant.inventory_policy == "DENY":
        raise Refused(f"Unable to reserve inventory: {units} of {line.sku or line.title} wanted", "INVALID", ["lines"])
