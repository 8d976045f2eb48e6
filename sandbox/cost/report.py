"""Writes the extensions.cost of an answer."""

from __future__ import annotations

import math
from typing import Any

from sandbox.cost.plan import Part

MAX_COST = 1000
TOO_DEAR = (
    "Query cost is {cost}, which exceeds the single query max cost limit ({limit}).\n\n"
    "See https://shopify.dev/concepts/about-apis/rate-limits for more information on how the\n"
    "cost of a query is calculated.\n\n"
    "To query larger amounts of data with fewer limits, bulk operations should be used instead.\n"
    "See https://shopify.dev/tutorials/perform-bulk-operations-with-admin-api for usage details.\n"
)


def cost_report(asked: float, used: float | None, status: dict[str, Any], plan: Part | None = None) -> dict[str, Any]:
    """Reports the cost; `used` None: it did not run.

    `plan` adds what each field was asked for.
    """
    report: dict[str, Any] = {
        "requestedQueryCost": points(asked),
        "actualQueryCost": None if used is None else points(used),
        "throttleStatus": status,
    }
    if plan is not None:
        report["fields"] = [
            {
                "path": list(part.path),
                "definedCost": points(part.own),
                "requestedTotalCost": points(part.asked()),
                "requestedChildrenCost": points(part.asked() - part.own),
            }
            for part in list(plan.everything())[1:]
        ]
    return report


def points(cost: float) -> int:
    return math.ceil(cost)
