"""Orders older than 60 days are for apps with read_all_orders only; others just don't see them, without an error."""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.access.caller import Caller

WINDOW = timedelta(days=60)
ALL_ORDERS = "read_all_orders"


def hides(caller: Caller, created_at: datetime, now: datetime) -> bool:
    return ALL_ORDERS not in caller.scopes and created_at < now - WINDOW
