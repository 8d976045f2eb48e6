"""What the OMS should hold of what came back, worked out from the store's state alone.

Units that were given up unshipped are no return. Of refunds that leave the goods with the customer (NO_RESTOCK) nothing
is worked out here.
"""

from decimal import Decimal
from typing import Any

from tests.equality.orders_told import real
from tests.equality.reading import State, gid, moment
from tests.equality.units_told import line_of

STATUS = {
    "REQUESTED": "RETURN_REQUESTED",
    "OPEN": "RETURN_ACCEPTED",
    "CLOSED": "RETURN_COMPLETED",
    "DECLINED": "RETURN_CANCELLED",
    "CANCELED": "RETURN_CANCELLED",
}


def returns(state: State) -> dict[str, dict[str, Any]]:
    found = {}
    for order in real(state):
        prices = {line["id"]: line_of(line)["discounted_price"] for line in order["line_items"]}
        for given in order["returns"]:
            found[gid("Return", given["id"])] = _asked(order, given, prices)
        for refund in order["refunds"]:
            if not refund["return_id"] and (items := _back(refund, prices, {})):
                found[gid("Refund", refund["id"])] = _refunded(order, refund, items)
    return found


def appeasements(state: State) -> dict[str, list[Decimal]]:
    """By order: money that was given back without units, each time."""
    found: dict[str, list[Decimal]] = {}
    for order in real(state):
        for refund in order["refunds"]:
            money = _money(order, refund)
            if money and not refund["lines"] and not refund["return_id"]:
                found.setdefault(gid("Order", order["id"]), []).append(-money)
    return {name: sorted(amounts) for name, amounts in found.items()}


def _asked(order: State, given: State, prices: dict[int, Decimal]) -> dict[str, Any]:
    """A return, with the units that are still to be paid back and those that were."""
    waiting = [{**line, "quantity": line["quantity"] - line["refunded_quantity"]} for line in given["lines"]]
    items = {
        gid("ReturnLineItem", line["id"]): _units(line, prices, line["reason"], "", "")
        for line in waiting
        if line["quantity"]
    }
    refunds = [one for one in order["refunds"] if one["return_id"] == given["id"]]
    reasons = {line["line_item_id"]: line["reason"] for line in given["lines"]}
    for refund in refunds:
        items |= _back(refund, prices, reasons)
    arrived = refunds or any(line["processed_quantity"] for line in given["lines"])
    status = STATUS[given["status"]]
    return {
        "order": gid("Order", order["id"]),
        "name": given["name"],
        "status": "RETURN_RECEIVED" if arrived and status == "RETURN_ACCEPTED" else status,
        "refunded": sum((_money(order, one) for one in refunds), Decimal(0)),
        "at": moment(given["created_at"]),
        "items": items,
    }


def _refunded(order: State, refund: State, items: dict[str, Any]) -> dict[str, Any]:
    return {
        "order": gid("Order", order["id"]),
        "name": order["name"],
        "status": "RETURN_COMPLETED",
        "refunded": _money(order, refund),
        "at": moment(refund["created_at"]),
        "items": items,
    }


def _money(order: State, refund: State) -> Decimal:
    amounts = {one["id"]: Decimal(one["amount"]) for one in order["transactions"]}
    return sum((amounts[one] for one in refund["transaction_ids"]), Decimal(0))


def _back(refund: State, prices: dict[int, Decimal], reasons: dict[int, str]) -> dict[str, Any]:
    return {
        gid("RefundLineItem", line["id"]): _units(
            line, prices, reasons.get(line["line_item_id"], ""), "RETURN", gid("Location", line["location_id"])
        )
        for line in refund["lines"]
        if line["restock_type"] == "RETURN"
    }


def _units(line: State, prices: dict[int, Decimal], reason: str, kind: str, place: str) -> dict[str, Any]:
    return {
        "line": gid("LineItem", line["line_item_id"]),
        "units": line["quantity"],
        "price": prices[line["line_item_id"]],
        "reason": reason,
        "restock": (kind, "RESTOCKED" if kind else "", place),
    }
