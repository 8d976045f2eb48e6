"""Reconcile webhook subscriptions."""

from integrations.connections import client_for
from integrations.effects.action import Answer
from integrations.shopify import subscriptions
from integrations.shopify.subscriptions.address import address
from jobs.categories import Category
from jobs.definition import ShopConnected, Writes, job
from jobs.engine.run import Run
from jobs.handlers.outward import Outgoing, send_all
from jobs.handlers.shopify import shop_of
from jobs.handlers.start_job import start
from jobs.parameters import NoParameters
from oms.models import Shop
from shopify_client.client import Client
from work.shopify_errors import speaking


@job(
    name="Reconcile webhook subscriptions",
    category=Category.MISCELLANEOUS,
    group="Housekeeping",
    summary="Compare the wanted webhook subscriptions with those in Shopify and mend the difference.",
    schedules=("every 1 minute", "every 15 minutes", "every 1 hour"),
    default="every 1 hour",
    prerequisites=(ShopConnected(),),
    writes=(Writes.OMS, Writes.SHOPIFY),
    chunked=True,
)
def reconcile_subscriptions(run: Run, parameters: NoParameters) -> None:
    """Shopify removes a subscription whose address keeps failing, and tells nobody."""
    shop = shop_of(run)
    with speaking():
        client = client_for(shop)
        remotes = subscriptions.listed(client)
    problem = subscriptions.address_problem()
    with run.chunk():
        found = subscriptions.compare(shop, remotes, "" if problem else address())
        if "removed" not in run.cursor:
            _tell(run, len(remotes), problem, len(found.foreign))
        _keep(run, found.removed)
    changes = sorted(found.changes, key=lambda change: change.topic)
    send_all(run, (_outgoing(run, client, change) for change in changes), speaking)
    _catch_up(run, shop)


def _tell(run: Run, read: int, problem: str, foreign: int) -> None:
    """What is said once, however often the run is tried."""
    run.count(read=read)
    if problem:
        run.log(problem, "warning")
    if foreign:
        run.log(f"Subscriptions of this app that go elsewhere and are left alone: {foreign}")


def _keep(run: Run, removed: list[str]) -> None:
    """Keep what was removed in the cursor, committed with the comparison.

    No later try finds them missing any more.
    """
    known = run.cursor.get("removed", [])
    fresh = [topic for topic in removed if topic not in known]
    run.count(removed=len(fresh))
    for topic in fresh:
        run.log(f"Shopify has removed {topic}; it is subscribed again, and what was missed is fetched", "warning")
    run.cursor["removed"] = [*known, *fresh]


def _outgoing(run: Run, client: Client, change: subscriptions.Change) -> Outgoing:
    def done(answer: Answer) -> None:
        change.confirmed(answer)
        run.count(**{{"create": "created", "move": "updated", "delete": "deleted"}[change.kind]: 1})
        run.log(f"{change.topic}: {change.kind}d" if change.kind != "move" else f"{change.topic}: moved to our address")

    return Outgoing(change.topic, change.topic, subscriptions.action(change, client), done, change.failed)


def _catch_up(run: Run, shop: Shop) -> None:
    """The jobs behind the topics, at once: each goes on from the last moment up to which it knows everything."""
    topics = subscriptions.known()
    for key in dict.fromkeys(topics[topic].backed_by for topic in run.cursor["removed"] if topic in topics):
        if not key:
            continue
        with run.chunk():
            start(run, key, shop)
