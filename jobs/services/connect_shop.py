"""What follows once a shop has let us in."""

from integrations.shopify import subscriptions
from jobs.audit import Actor
from jobs.models import JobRun
from jobs.models.run import Origin
from jobs.services.run_control import NotPossible
from jobs.services.run_request import PrerequisiteNotMet, request_run
from oms.models import Shop

RECONCILE = "miscellaneous.reconcile_subscriptions"


def subscribe_soon(shop: Shop, actor: Actor, origin: Origin = Origin.MANUAL) -> JobRun | None:
    """Have the shop's webhook subscriptions compared at once: the topics that every shop has are asked for then,
    whether the job's schedule is on or not. None where that can't be: Shopify has no address to send to yet.
    """
    if subscriptions.address_problem():
        return None
    try:
        return request_run(RECONCILE, shop=shop, actor=actor, origin=origin).run
    except (PrerequisiteNotMet, NotPossible):
        return None
