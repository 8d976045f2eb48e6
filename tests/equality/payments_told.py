"""What was paid of an order, transaction by transaction."""

from decimal import Decimal
from typing import Any

from tests.equality.reading import State, amount, gid, moment

_DONE = {
    "AUTHORIZATION": "AUTHORIZED", "SALE": "SETTLED", "CAPTURE": "SETTLED", "VOID": "CANCELLED", "REFUND": "REFUNDED",
}  # fmt: skip
_NOT_DONE = {"PENDING": "NOT_RECEIVED", "FAILURE": "DECLINED", "ERROR": "DECLINED"}


def payments(order: State) -> dict[str, dict[str, Any]]:
    """An authorisation counts for what was not captured of it, and is cancelled when it was voided."""
    return {gid("OrderTransaction", one["id"]): _payment(order, one) for one in order["transactions"]}


def _payment(order: State, one: State) -> dict[str, Any]:
    done = one["status"] == "SUCCESS"
    left, status = amount(one["amount"]), _DONE[one["kind"]] if done else _NOT_DONE[one["status"]]
    if one["kind"] == "AUTHORIZATION" and done:
        children = [part for part in order["transactions"] if part["parent_id"] == one["id"]]
        captured = [amount(part["amount"]) for part in children if part["kind"] == "CAPTURE"]
        left = max(Decimal(0), (left or Decimal(0)) - sum(filter(None, captured), Decimal(0)))
        status = "SETTLED" if not left else status
        status = "CANCELLED" if any(part["kind"] == "VOID" for part in children) else status
    return {
        "kind": one["kind"],
        "status": status,
        "amount": left,
        "parent": gid("OrderTransaction", one["parent_id"]),
        "gateway": one["gateway"],
        "error": one["error_code"] or "",
        "currency": order["currency_code"],
        "processed": moment(one["processed_at"]),
    }
