"""What of a shop stands for what of ours was said anew: what waits for it follows at once."""

from django.db import transaction

from jobs import audit
from jobs.audit import Actor
from oms.models import Shop
from oms.orders.mapping import Followed, follow_mapping


@transaction.atomic
def methods_mapped(shop: Shop, actor: Actor) -> str:
    """Orders that wait leave by the methods that their titles are mapped to; what happened, "" if nothing did."""
    found = follow_mapping(shop.pk)
    if not found:
        return ""
    after = {"orders": found.orders, "units": found.units, "exceptions_settled": found.settled}
    audit.record(actor, "shipping_methods.followed", shop, after=after)
    return _sentence(found)


def _sentence(found: Followed) -> str:
    return (
        f"Orders that wait and leave by another method now: {found.orders:,}. "
        f"Orders that need nobody for their shipping method any more: {found.settled:,}."
    )
