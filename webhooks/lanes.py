"""Finds which order, product or level an event is about.

In the first bytes of its body, without parsing it.

Only a hint: it keeps events about the same thing from being handled side by side. A wrong one costs nothing but that.
"""

import re
from collections.abc import Callable
from typing import Any

from integrations.shopify.returns.fetch import OrderWithReturns

Lane = Callable[[bytes], str]
Learned = Callable[[Any], str]
_NEAR = 4096


def none(_body: bytes) -> str:
    return ""


def nothing(_found: object) -> str:
    return ""


def of_order(came: OrderWithReturns) -> str:
    """The lane of the order that was read, for a body that names none."""
    return f"order:{came.order.id.rpartition('/')[2]}"


def by(kind: str, *keys: str) -> Lane:
    """The lane `kind:<numbers>` of the first of each key near the beginning of the body."""
    patterns = [re.compile(rb'"%s"\s*:\s*(\d{1,19})\b' % key.encode()) for key in keys]

    def lane(body: bytes) -> str:
        found = [pattern.search(body, 0, _NEAR) for pattern in patterns]
        numbers = [match.group(1).decode() for match in found if match]
        return f"{kind}:{':'.join(numbers)}" if len(numbers) == len(patterns) else ""

    return lane


def inside(kind: str, parent: str) -> Lane:
    """The lane by the id of an object inside: `{"order": {"id": 1}}`."""
    pattern = re.compile(rb'"%s"\s*:\s*\{\s*"id"\s*:\s*(\d{1,19})\b' % parent.encode())

    def lane(body: bytes) -> str:
        match = pattern.search(body)
        return f"{kind}:{match.group(1).decode()}" if match else ""

    return lane
