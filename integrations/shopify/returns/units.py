"""Works out which units came back, and what was goodwill.

From what the shop's refunds and returns of an order mean.

A refund's line of restock type CANCEL, and the units of NO_RESTOCK that had not been fulfilled, never left: they are
cancelled items, no return. How many of a line's NO_RESTOCK units had left follows from the line: what was taken off it,
less what was cancelled, less what came back as RETURN; the latest refunds first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from integrations.shopify.returns.fetch import OrderWithReturns
from oms.models import ReturnStatus
from shopify_client.types import LineItem, Refund, Return, ReturnLine

_STATUS = {
    "REQUESTED": ReturnStatus.REQUESTED,
    "OPEN": ReturnStatus.ACCEPTED,
    "CLOSED": ReturnStatus.COMPLETED,
    "CANCELED": ReturnStatus.CANCELLED,
    "DECLINED": ReturnStatus.CANCELLED,
}


@dataclass(frozen=True)
class Units:
    """`at`: when they were refunded, and so put back where they went."""

    gid: str
    line_gid: str
    quantity: int
    price: Decimal
    restock_type: str = ""
    location_gid: str = ""
    reason: str = ""
    note: str = ""
    at: datetime | None = None


@dataclass
class Returned:
    gid: str
    name: str
    status: str
    returned_at: datetime | None
    refunded: Decimal = Decimal(0)
    units: list[Units] = field(default_factory=list)


@dataclass(frozen=True)
class OrderReturns:
    """`appeasements`: refund gid -> money that was given back without units."""

    returns: list[Returned]
    appeasements: dict[str, Decimal]


def read(came: OrderWithReturns) -> OrderReturns:
    lines = {line.id: line for line in came.order.line_items.nodes} if came.order.line_items else {}
    refunds = sorted(came.order.refunds, key=lambda refund: refund.created_at.timestamp() if refund.created_at else 0.0)
    left = _left_and_came_back(refunds, lines)
    returns = {given.id: _returned(given, lines) for given in came.returns}
    reasons = {(given.id, line): reason for given in came.returns for line, reason in _reasons(given)}
    appeasements: dict[str, Decimal] = {}
    for refund in refunds:
        money = refund.total_refunded_set.amount if refund.total_refunded_set else Decimal(0)
        units = [_with_reason(one, refund, reasons) for one in _units(refund, lines, left)]
        above = refund.return_ref.id if refund.return_ref else refund.id
        if units and above not in returns:
            returns[above] = Returned(above, "", ReturnStatus.COMPLETED, refund.created_at)
        if above in returns:
            returns[above].units[:0] = units
            returns[above].refunded += money
            if returns[above].status == ReturnStatus.ACCEPTED:
                returns[above].status = ReturnStatus.RECEIVED
        elif money and not (refund.refund_line_items and refund.refund_line_items.nodes):
            appeasements[refund.id] = money
    return OrderReturns(list(returns.values()), appeasements)


def _left_and_came_back(refunds: list[Refund], lines: dict[str, LineItem]) -> dict[str, int]:
    """Refund line gid -> units of it that had been fulfilled."""
    back = {gid: line.quantity - line.current_quantity for gid, line in lines.items()}
    for gid, line in lines.items():
        back[gid] -= min(back[gid], line.non_fulfillable_quantity)
    left: dict[str, int] = {}
    whole = [(refund, line) for refund in refunds for line in _lines(refund)]
    for _, line in whole:
        if line.restock_type == "RETURN":
            left[line.id or ""] = line.quantity
            back[line.line_item.id] = back.get(line.line_item.id, 0) - line.quantity
    for _, line in reversed(whole):
        if line.restock_type in ("NO_RESTOCK", "LEGACY_RESTOCK"):
            units = max(0, min(line.quantity, back.get(line.line_item.id, 0)))
            left[line.id or ""] = units
            back[line.line_item.id] = back.get(line.line_item.id, 0) - units
    return left


def _lines(refund: Refund) -> list:  # type: ignore[type-arg]
    return refund.refund_line_items.nodes if refund.refund_line_items else []


def _units(refund: Refund, lines: dict[str, LineItem], left: dict[str, int]) -> Iterator[Units]:
    for line in _lines(refund):
        if units := left.get(line.id or "", 0):
            kind = "RETURN" if line.restock_type == "RETURN" else "NO_RESTOCK"
            place = line.location.id if line.location else ""
            price, at = _price(lines.get(line.line_item.id)), refund.created_at
            yield Units(line.id or "", line.line_item.id, units, price, kind, place, at=at)


def _with_reason(units: Units, refund: Refund, reasons: dict[tuple[str, str], tuple[str, str]]) -> Units:
    if refund.return_ref is None:
        return units
    reason, note = reasons.get((refund.return_ref.id, units.line_gid), ("", ""))
    values = {name: getattr(units, name) for name in Units.__dataclass_fields__}
    return Units(**{**values, "reason": reason, "note": note})


def _returned(given: Return, lines: dict[str, LineItem]) -> Returned:
    """The return with its units that are not refunded yet."""
    returned = Returned(given.id, given.name, _STATUS.get(given.status, ReturnStatus.ACCEPTED), given.created_at)
    for line in given.return_line_items.nodes if given.return_line_items else ():
        waiting = line.quantity - line.refunded_quantity
        item = line.fulfillment_line_item
        if item is not None and waiting > 0:
            reason, note = _why(line)
            price = _price(lines.get(item.line_item.id))
            returned.units.append(Units(line.id, item.line_item.id, waiting, price, reason=reason, note=note))
        if line.processed_quantity and returned.status == ReturnStatus.ACCEPTED:
            returned.status = ReturnStatus.RECEIVED
    return returned


def _reasons(given: Return) -> Iterator[tuple[str, tuple[str, str]]]:
    for line in given.return_line_items.nodes if given.return_line_items else ():
        if line.fulfillment_line_item:
            yield line.fulfillment_line_item.line_item.id, _why(line)


def _why(line: ReturnLine) -> tuple[str, str]:
    handle = line.return_reason_definition.handle if line.return_reason_definition else ""
    return handle.upper().replace("-", "_"), line.return_reason_note or line.customer_note or ""


def _price(line: LineItem | None) -> Decimal:
    if line is None:
        return Decimal(0)
    discounted = line.discounted_unit_price_after_all_discounts_set
    return (discounted or line.original_unit_price_set).amount
