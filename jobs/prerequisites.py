"""Checks what a run needs before it starts, and names remedies."""

from dataclasses import dataclass

from integrations.models import ConnectionStatus, ShopifyConnection
from jobs import registry
from jobs.definition import After, JobDefinition, Prerequisite, Scope
from jobs.engine.held import why_held
from jobs.models import JobRun, State
from oms.models import Shop
from work.item import ACTIVE


@dataclass(frozen=True)
class Unmet:
    """A prerequisite that isn't met: a sentence, and the job that mends it when there is one."""

    text: str
    job_key: str = ""


def unmet(definition: JobDefinition, shop: Shop | None) -> list[Unmet]:
    found = (_check(prerequisite, shop) for prerequisite in definition.prerequisites)
    return [reason for reason in found if reason]


def refusal(row: JobRun) -> str:
    """One sentence that says why this run may not start, or "". Asked again when the run starts."""
    definition = registry.get(row.key)
    if held := why_held(row):
        return held
    return " ".join(reason.text for reason in unmet(definition, row.shop))


def _check(prerequisite: Prerequisite, shop: Shop | None) -> Unmet | None:
    if isinstance(prerequisite, After):
        return _after(prerequisite, shop)
    if isinstance(prerequisite, Scope):
        return _scope(prerequisite, shop)
    return _connected(shop)


def _after(prerequisite: After, shop: Shop | None) -> Unmet | None:
    job = registry.get(prerequisite.key)
    runs = JobRun.objects.filter(key=job.key, shop=shop, dry=False)
    if runs.filter(state__in=ACTIVE, started_at__isnull=False).exists():
        return Unmet(f"{job.name} is running; wait until it has finished.", job.key)
    if not runs.filter(state=State.DONE).exists():
        return Unmet(f"{job.name} has not finished for this shop yet; run it first.", job.key)
    return None


def _scope(prerequisite: Scope, shop: Shop | None) -> Unmet | None:
    """What may be written may be read too: `write_orders` brings `read_orders`."""
    connection = ShopifyConnection.objects.filter(shop=shop).first() if shop else None
    if connection is None:
        return _connected(shop)
    granted = {scope.strip() for scope in connection.scopes.split(",")}
    needed = prerequisite.name
    if needed in granted or needed.replace("read_", "write_", 1) in granted:
        return None
    return Unmet(f"{connection.shop.domain} has not granted {needed}; add it to the app's scopes and connect again.")


def _connected(shop: Shop | None) -> Unmet | None:
    if shop is None:
        return Unmet("No shop is connected; connect one first.")
    connection = ShopifyConnection.objects.filter(shop=shop).first()
    if connection is None:
        return Unmet(f"{shop.domain} is not connected; add its connection first.")
    if connection.status != ConnectionStatus.CONNECTED:
        return Unmet(f"The connection to {shop.domain} needs attention: {connection.message}")
    return None
