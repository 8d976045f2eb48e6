"""The fate of each unit of an order's lines: still to go, gone, or called off, and where it waits."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from tests.equality.reading import State, gid

CENT = Decimal("0.01")


def _split(order: State, line: State) -> dict[str, int]:
    """Fate -> units. A cancelled order has nothing still to go."""
    to_go = line["quantity"] - line["removed"] - line["fulfilled"]
    called_off = line["removed"]
    if order["cancelled_at"]:
        to_go, called_off = 0, called_off + to_go
    fates = {"OPEN": to_go, "COMPLETED": line["fulfilled"], "CANCELLED": called_off}
    return {fate: units for fate, units in fates.items() if units}


def status(order: State) -> str:
    units = [_split(order, line) for line in order["line_items"]]
    gone = any("COMPLETED" in one for one in units)
    if any("OPEN" in one for one in units):
        return "ORDER_CREATED"
    return "ORDER_COMPLETED" if gone else "ORDER_CANCELLED"


def is_live(order: State) -> bool:
    """Somebody still works on it."""
    return not order["cancelled_at"] and not order["closed_at"] and status(order) == "ORDER_CREATED"


def _collected(order: State) -> dict[int, int]:
    """Lines that the customer collects -> the location."""
    return {
        line["line_item_id"]: work["location_id"]
        for work in order["fulfillment_orders"]
        if work["method_type"] == "PICK_UP"
        for line in work["lines"]
    }


def _kind(order: State, line: State) -> str:
    if line["id"] in _collected(order):
        return "PICKUP"
    return "SHIPPING" if line["requires_shipping"] else "DIGITAL"


def waits_for_shipping(order: State) -> bool:
    return is_live(order) and any(
        "OPEN" in _split(order, line) and _kind(order, line) == "SHIPPING" for line in order["line_items"]
    )


def units(state: State, order: State, methods: dict[str, str]) -> dict[tuple[str, str], dict[str, Any]]:
    """By line and fate."""
    lines = [line for line in order["shipping_lines"] if not line["is_removed"]]
    title = lines[0]["title"] if lines else ""
    found = {}
    for line in order["line_items"]:
        kind, place = _kind(order, line), _collected(order).get(line["id"])
        told = line_of(line) | {"kind": kind, "requested_method": title if kind == "SHIPPING" else ""}
        told["method"] = {"PICKUP": "STOREPICKUP", "DIGITAL": "DIGITAL"}.get(kind) or methods.get(title, "STANDARD")
        for fate, count in _split(order, line).items():
            queue = gid("Location", place) if kind == "PICKUP" else "_NA_"
            where = queue if is_live(order) and fate == "OPEN" else "GENERAL_OPS_PARKING"
            state_of = {"OPEN": "CREATED"}.get(fate, fate)
            found[gid("LineItem", line["id"]), fate] = told | {
                "units": count, "waits_at": where, "status": f"ITEM_{state_of}"
            }  # fmt: skip
    return found


def line_of(line: State) -> dict[str, Any]:
    """What every unit of the line has in common."""
    off = sum((Decimal(part["amount"]) for part in line["discount_allocations"]), Decimal(0))
    price = Decimal(line["original_unit_price"])
    return {
        "variant": gid("ProductVariant", line["variant_id"]),
        "name": line["title"],
        "variant_title": line["variant_title"] or "",
        "sku": line["sku"] or "",
        "price": price,
        "discounted_price": (price - off / line["quantity"]).quantize(CENT, ROUND_HALF_EVEN),
        "requires_shipping": line["requires_shipping"],
        "is_gift_card": line["is_gift_card"],
        "attributes": {one["key"]: one["value"] or "" for one in line["custom_attributes"]},
    }
