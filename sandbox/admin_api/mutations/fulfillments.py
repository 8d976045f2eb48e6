"""Resolves fulfillmentCreate and fulfillmentTrackingInfoUpdate."""

from collections.abc import Mapping
from typing import Any

from sandbox.admin_api.mutations.arguments import fulfillment_order_asked, part_asked, refused, refusing, units_of
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.rules.fulfillment import fulfil
from sandbox.rules.tracking import Tracking, update_tracking
from sandbox.state.records import Fulfillment

RESOLVERS = Resolvers()
MOST_LINES = 512


@RESOLVERS.mutation("fulfillmentCreate")
def fulfillment_create(ctx: Context, fulfillment: dict[str, Any], message: str | None = None) -> dict[str, Any]:
    """Takes fulfillment orders of one order and one location.

    Without lines it ships everything that remains of them.
    """
    entries = fulfillment["line_items_by_fulfillment_order"]
    if sum(len(entry.get("fulfillment_order_line_items") or ()) for entry in entries) > MOST_LINES:
        raise refused(f"A fulfillment can have at most {MOST_LINES} line items.", ["fulfillment"])
    if not entries:
        raise refused("Line items by fulfillment order can't be blank.", ["fulfillment"])
    gone = refused("Fulfillment order does not exist.", ["fulfillment"])
    works = [fulfillment_order_asked(ctx, entry["fulfillment_order_id"], gone) for entry in entries]
    units = [units_of(entry.get("fulfillment_order_line_items")) for entry in entries]
    wanted = [(work, chosen) for (_, work), chosen in zip(works, units, strict=True)]
    if len({work.id for work, _ in wanted}) < len(wanted):
        raise refused("Fulfillment orders must be unique.", ["fulfillment"])
    with refusing("fulfillment"):
        made = fulfil(ctx.store, works[0][0], wanted, tracking=_tracking(fulfillment.get("tracking_info") or {}))
    return {"fulfillment": made}


@RESOLVERS.mutation("fulfillmentTrackingInfoUpdate")
def fulfillment_tracking_info_update(
    ctx: Context, fulfillment_id: str, tracking_info_input: dict[str, Any], notify_customer: bool | None = None
) -> dict[str, Any]:
    gone = refused("Fulfillment does not exist.", ["fulfillmentId"])
    order, made = part_asked(ctx, fulfillment_id, Fulfillment, gone)
    with refusing():
        return {"fulfillment": update_tracking(ctx.store, order, made, _tracking(tracking_info_input))}


def _tracking(given: Mapping[str, Any]) -> Tracking:
    numbers, urls = given.get("numbers") or [], given.get("urls") or []
    if len(numbers) > 1 or len(urls) > 1:
        raise unsupported("more than one tracking number of a fulfillment")
    return Tracking(
        company=given.get("company"),
        number=given.get("number") or next(iter(numbers), None),
        url=given.get("url") or next(iter(urls), None),
    )
