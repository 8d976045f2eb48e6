"""Formats the addresses, amounts and instants that payloads share."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.state.shop_records import Address
from sandbox.state.store import Store


def instant(store: Store, at: datetime | None) -> str | None:
    """Writes the shop's offset; the Admin API writes UTC."""
    return at.astimezone(ZoneInfo(store.shop.iana_timezone)).isoformat() if at else None


def amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def money_set(store: Store, value: Decimal) -> dict[str, Any]:
    money = {"amount": amount(value), "currency_code": store.shop.currency_code}
    return {"shop_money": money, "presentment_money": dict(money)}


def address(place: Address | None) -> dict[str, Any] | None:
    if place is None:
        return None
    names = ("first_name", "last_name", "company", "address1", "address2", "city", "province", "country", "zip")
    more = ("phone", "name", "country_code", "province_code", "latitude", "longitude")
    return {name: getattr(place, name) for name in (*names, *more)}
