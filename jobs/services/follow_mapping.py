"""Moves waiting orders and returns once a method or location is mapped."""

from django.db import transaction

from jobs import audit
from jobs.audit import Actor, Deed
from oms.models import Shop
from oms.orders.shipping_methods import Followed, follow_mapping
from oms.returns.restock import restock_waiting

FOLLOWED = Deed("shipping_methods.followed", "mapped shipping methods, and waiting orders followed, in")
RESTOCKED = Deed("returns.restocked", "mapped locations, and returned units went in stock, in")


@transaction.atomic
def methods_mapped(shop: Shop, actor: Actor) -> str:
    """Orders that wait leave by the methods that their titles are mapped to; what happened, "" if nothing did."""
    found = follow_mapping(shop.pk)
    if not found:
        return ""
    after = {"orders": found.orders, "units": found.units, "exceptions_settled": found.settled}
    audit.record(actor, FOLLOWED, shop, after=after)
    return _sentence(found)


def _sentence(found: Followed) -> str:
    return (
        f"Orders that wait and leave by another method now: {found.orders:,}. "
        f"Orders that need nobody for their shipping method any more: {found.settled:,}."
    )


@transaction.atomic
def places_mapped(shop: Shop, actor: Actor) -> str:
    """Puts units that came back into stock at their location's facility.

    Says what happened, "" if nothing did.
    """
    items = restock_waiting(shop.pk, actor=actor.name)
    if not items:
        return ""
    units, orders = sum(item.quantity for item in items), len({item.header.order_id for item in items})
    audit.record(actor, RESTOCKED, shop, after={"units": units, "orders": orders})
    return f"Returned units that waited for a place and are in stock now: {units:,} (orders: {orders:,})."
