"""Resolves orderUpdate.

Its note, tags and customAttributes REPLACE what was there.
"""

from collections.abc import Mapping
from typing import Any

from sandbox.admin_api.mutations.arguments import order_asked, refusing
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.rules.order_details import update_order
from sandbox.state.records import Address, Attribute

RESOLVERS = Resolvers()
_KNOWN = {"id", "note", "tags", "custom_attributes", "email", "phone", "shipping_address"}

_NOTHING = "No valid update parameters have been provided"


@RESOLVERS.mutation("orderUpdate")
def order_update(ctx: Context, input: dict[str, Any]) -> dict[str, Any]:
    if unknown := sorted(set(input) - _KNOWN):
        raise unsupported(f"orderUpdate of {', '.join(unknown)}")
    order = order_asked(ctx, input["id"], ["id"])
    if set(input) == {"id"}:
        return {"order": order, "user_errors": [{"field": None, "message": _NOTHING}]}
    attributes = input.get("custom_attributes")
    with refusing():
        update_order(
            ctx.store,
            order,
            note=(input["note"] or "") if "note" in input else None,
            tags=input.get("tags"),
            attributes=[Attribute(**entry) for entry in attributes] if attributes is not None else None,
            email=input.get("email"),
            phone=input.get("phone"),
            shipping_address=_address(order.shipping_address, input.get("shipping_address")),
        )
    return {"order": order}


def _address(now: Address | None, given: Mapping[str, Any] | None) -> Address | None:
    """Lays the given fields over the address that was there."""
    if given is None:
        return None
    if "id" in given or "country" in given or "province" in given:
        raise unsupported("id, country and province in an address: give countryCode and provinceCode")
    kept = {name: getattr(now, name) for name in Address.__struct_fields__} if now else {}
    return Address(**(kept | dict(given)))
