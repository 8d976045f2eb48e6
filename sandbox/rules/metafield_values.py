"""Checks a metafield's type, and the text of its value."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.rules.errors import Refused
from sandbox.state.base import split_gid


def _truth(value: str) -> Any:
    if value not in ("true", "false"):
        raise ValueError("must be true or false")
    return value


def _one_line(value: str) -> Any:
    if "\n" in value:
        raise ValueError("can't contain line breaks")
    return value


def _reference(value: str) -> Any:
    if split_gid(value) is None:
        raise ValueError("must be a gid")
    return value


def _link(value: str) -> Any:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must be an address with http or https")
    return value


_READ: dict[str, Callable[[str], Any]] = {
    "single_line_text_field": _one_line,
    "multi_line_text_field": str,
    "number_integer": int,
    "number_decimal": Decimal,
    "boolean": _truth,
    "date": date.fromisoformat,
    "date_time": datetime.fromisoformat,
    "json": json.loads,
    "url": _link,
    "product_reference": _reference,
    "variant_reference": _reference,
    "collection_reference": _reference,
    "order_reference": _reference,
    "customer_reference": _reference,
}
TYPES = frozenset({*_READ, *(f"list.{name}" for name in _READ if name not in ("json", "boolean"))})


def check_value(kind: str, value: str, field: list[str]) -> None:
    """Raises Refused with INVALID_TYPE or INVALID_VALUE."""
    if kind not in TYPES:
        raise Refused(f"Type '{kind}' is not one that the store knows", "INVALID_TYPE", [*field, "type"])
    if value == "":
        raise Refused("Value can't be blank.", "BLANK", [*field, "value"])
    try:
        if not kind.startswith("list."):
            _READ[kind](value)
            return
        entries = json.loads(value)
        if not isinstance(entries, list):
            raise ValueError("must be a JSON list")
        for entry in entries:
            _READ[kind.removeprefix("list.")](str(entry))
    except (ValueError, InvalidOperation) as error:
        message = f"Value is not a valid {kind}: {error or 'not a number'}."
        raise Refused(message, "INVALID_VALUE", [*field, "value"]) from None
