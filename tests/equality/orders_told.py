"""What the OMS should hold of the store's orders, worked out from the store's state alone."""

from typing import Any

from tests.equality import payments_told, units_told
from tests.equality.reading import State, amount, gid, moment

METHODS = {"Standard": "STANDARD", "Second Day": "SECOND_DAY", "Next Day": "NEXT_DAY"}


def real(state: State) -> list[State]:
    """Test orders are not imported."""
    return [order for order in state["orders"].values() if not order["test"]]


def open_and_unshipped(state: State) -> set[str]:
    """Gids of the orders that neither ended nor sent anything off."""
    return {
        gid("Order", order["id"])
        for order in real(state)
        if not order["cancelled_at"] and not order["closed_at"]
        and not any(line["fulfilled"] for line in order["line_items"])
    }  # fmt: skip


def orders(state: State) -> dict[str, dict[str, Any]]:
    return {gid("Order", order["id"]): _order(state, order) for order in real(state)}


def _order(state: State, order: State) -> dict[str, Any]:
    customer = state["customers"].get(str(order["customer_id"])) or {}
    status = units_told.status(order)
    ended = moment(order["updated_at"]) if status == "ORDER_CANCELLED" else None
    return {
        "number": (order["name"], order["number"]),
        "channel": order["source_name"],
        "date": moment(order["created_at"]),
        "status": status,
        "customer": gid("Customer", order["customer_id"]),
        "customer_name": f"{customer.get('first_name', '')} {customer.get('last_name', '')}".strip(),
        "email": order["email"] or customer.get("email") or "",
        "phone": order["phone"] or customer.get("phone") or "",
        "currency": order["currency_code"],
        "taxes_included": order["taxes_included"],
        "subtotal": amount(order["subtotal_price"]),
        "shipping_total": amount(order["total_shipping_price"]),
        "tax_total": amount(order["total_tax"]),
        "discount_total": amount(order["total_discounts"]),
        "grand_total": amount(order["total_price"]),
        "current_total": amount(order["current_total_price"]),
        "financial_status": order["display_financial_status"],
        "fulfillment_status": order["display_fulfillment_status"],
        "cancel_reason": order["cancel_reason"] or "",
        "cancelled": moment(order["cancelled_at"]) or ended,
        "closed": moment(order["closed_at"]),
        "processed": moment(order["processed_at"]),
        "updated": moment(order["updated_at"]),
        "note": order["note"] or "",
        "tags": order["tags"],
        "attributes": {one["key"]: one["value"] or "" for one in order["custom_attributes"]},
        "ship_to": _address(order["shipping_address"]),
        "bill_to": _address(order["billing_address"]),
        "units": units_told.units(state, order, METHODS),
        "shipping": _shipping(order),
        "taxes": _taxes(order),
        "discounts": _discounts(order),
        "payments": payments_told.payments(order),
        "exceptions": _exceptions(order),
    }


def _address(address: State | None) -> dict[str, str]:
    if address is None:
        return {}
    names = ("company", "address1", "address2", "city", "province", "province_code", "country_code", "zip", "phone")
    name = f"{address['first_name']} {address['last_name']}".strip()
    return {"name": name} | {part: address[part] or "" for part in names}


def _shipping(order: State) -> list[tuple[Any, ...]]:
    lines = [line for line in order["shipping_lines"] if not line["is_removed"]]
    return [(line["title"], line["code"] or "", amount(line["original_price"])) for line in lines]


def _taxes(order: State) -> dict[str, Any]:
    """By title and rate, over all lines."""
    found: dict[str, Any] = {}
    for line in [*order["line_items"], *order["shipping_lines"]]:
        for tax in line["tax_lines"]:
            key = f"{tax['title']} {tax['rate']:.6f}"
            found[key] = found.get(key, 0) + amount(tax["price"])
    return found


def _discounts(order: State) -> list[tuple[Any, ...]]:
    total = amount(order["total_discounts"]) or 0
    codes = [one["code"] for one in order["discount_applications"] if one["code"]]
    return [(", ".join(codes), -total)] if total else []


def _exceptions(order: State) -> set[str]:
    live = units_told.waits_for_shipping(order)
    lines = [line for line in order["shipping_lines"] if not line["is_removed"]]
    found = set()
    if live and order["shipping_address"] is None:
        found.add("BAD_ADDRESS")
    if live and lines and lines[0]["title"] not in METHODS:
        found.add("UNKNOWN_SHIPPING_METHOD")
    return found
