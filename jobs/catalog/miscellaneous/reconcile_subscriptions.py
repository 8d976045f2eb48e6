"""Reconcile webhook subscriptions."""

from typing import Any

from integrations.connections import client_for
from integrations.effects import EffectRefused
from integrations.shopify import subscriptions
from integrations.shopify.subscriptions.address import address
from jobs.categories import Category
from jobs.definition import ShopConnected, Writes, job
from jobs.engine import outward
from jobs.engine.run import Run
from jobs.handlers.shopify import shop_of
from jobs.handlers.start_job import start
from oms.models import Shop
from shopify_client.client import Client
from work.shopify_errors import speaking


@job(
    name="Reconcile webhook subscriptions",
    category=Category.MISCELLANEOUS,
    summary="Compare the wanted webhook subscriptions with those in Shopify and mend the difference.",
    schedules=("every 1 minute", "every 15 minutes", "every 1 hour"),
    default="every 1 hour",
    prerequisites=(ShopConnected(),),
    writes=(Writes.OMS, Writes.SHOPIFY),
    chunked=True,
)
def reconcile_subscriptions(run: Run, parameters: dict[str, Any]) -> None:
    """Shopify removes a subscription whose address keeps failing, and tells nobody."""
    shop = shop_of(run)
    with speaking():
        client = client_for(shop)
        remotes = subscriptions.listed(client)
    problem = subscriptions.address_problem()
    with run.chunk():
        found = subscriptions.compare(shop, remotes, "" if problem else address())
        run.count(read=len(remotes), removed=len(found.removed))
        if problem:
            run.log(problem, "warning")
        for topic in found.removed:
            run.log(f"Shopify has removed {topic}; it is subscribed again, and what was missed is fetched", "warning")
        if found.foreign:
            run.log(f"Subscriptions of this app that go elsewhere and are left alone: {len(found.foreign)}")
    for change in found.changes:
        _make(run, client, change)
    _catch_up(run, shop, found.removed)


def _make(run: Run, client: Client, change: subscriptions.Change) -> None:
    """One that is refused does not keep the others from being made."""
    try:
        with speaking():
            answer = outward.send(run, subscriptions.action(change, client))
    except EffectRefused as error:
        with run.chunk():
            change.failed(str(error))
            run.fail_record(reference=change.topic, reason="REFUSED", message=str(error))
        return
    with run.chunk():
        change.confirmed(answer)
        run.count(**{{"create": "created", "move": "updated", "delete": "deleted"}[change.kind]: 1})
        run.log(f"{change.topic}: {change.kind}d" if change.kind != "move" else f"{change.topic}: moved to our address")


def _catch_up(run: Run, shop: Shop, removed: list[str]) -> None:
    """The jobs behind the topics, at once: each goes on from the last moment up to which it knows everything."""
    topics = subscriptions.known()
    for key in dict.fromkeys(topics[topic].backed_by for topic in removed):
        if not key:
            continue
        with run.chunk():
            start(run, key, shop)
