"""The values of the state's JSON in types that can be compared with database rows."""

from datetime import datetime
from decimal import Decimal
from typing import Any

State = dict[str, Any]


def gid(kind: str, number: int | str | None) -> str:
    return f"gid://shopify/{kind}/{number}" if number else ""


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def differences(told: dict[Any, Any], kept: dict[Any, Any], path: str = "") -> list[str]:
    """Records and fields that differ, down to the innermost one, each as a line; empty when both sides agree."""
    found = [f"{path}{key}: the store has it, we have not" for key in told.keys() - kept.keys()]
    found += [f"{path}{key}: we have it, the store has not" for key in kept.keys() - told.keys()]
    for key in sorted(told.keys() & kept.keys()):
        ours, theirs = kept[key], told[key]
        if isinstance(ours, dict) and isinstance(theirs, dict):
            found += differences(theirs, ours, f"{path}{key} ")
        elif ours != theirs:
            found.append(f"{path}{key}: the store says {theirs!r}, we keep {ours!r}")
    return found
