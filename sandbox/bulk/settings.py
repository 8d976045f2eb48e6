"""Describes how the operator wants bulk operations to behave."""

from typing import Any

import msgspec

from sandbox.bulk.line_order import ORDERS


class BadSettings(ValueError):
    """Names the setting that is wrong."""


class Settings(msgspec.Struct, kw_only=True):
    """Sets `delay` (seconds in CREATED) and `order` (of ungrouped lines).

    `window`: roots held at a time. `size_differs`: fileSize is the size of the stored file, which is not that of the
    sent one (recorded). `at_once`: an operation ends before its start is answered, as it never does at Shopify.
    """

    delay: float = 0.3
    order: str = "interleaved"
    window: int = 100
    size_differs: bool = False
    at_once: bool = False


def changed(settings: Settings, told: Any) -> Settings:
    """Raises BadSettings."""
    if not isinstance(told, dict):
        raise BadSettings('Settings are an object like {"order": "hostile"}')
    unknown = [name for name in told if name not in Settings.__struct_fields__]
    if unknown:
        raise BadSettings(f"{unknown[0]}: unknown; settings are {', '.join(Settings.__struct_fields__)}")
    try:
        found = msgspec.convert({**msgspec.to_builtins(settings), **told}, Settings)
    except msgspec.ValidationError as error:
        raise BadSettings(str(error)) from None
    if found.order not in ORDERS:
        raise BadSettings(f"order: {found.order!r} is unknown; orders are {', '.join(ORDERS)}")
    if found.delay < 0 or found.window < 1:
        raise BadSettings("delay: at least 0; window: at least 1")
    return found
