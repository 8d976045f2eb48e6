"""Approve orders."""

from dataclasses import dataclass

from jobs.categories import Category
from jobs.definition import job
from jobs.engine.run import Run
from jobs.handlers.one_order import gid_of, only_order
from jobs.handlers.shopify import shop_of
from oms.models import OrderHeader
from oms.orders.approval import Chosen, Verdict, approve, plan


@dataclass(frozen=True, kw_only=True)
class Parameters:
    order_id: str = only_order()


@job(
    name="Approve orders",
    category=Category.ORDERS,
    group="Approve",
    summary="Check all orders and approve orders that are created.",
    parameters=Parameters,
    schedules=("every 5 minutes", "every 15 minutes", "every 30 minutes", "every 1 hour"),
    default="every 30 minutes",
    chunked=True,
)
def approve_orders(run: Run, parameters: Parameters) -> None:
    shop, typed = shop_of(run), parameters.order_id
    gid = gid_of(shop, typed) if typed else ""
    while not run.cursor.get("done"):
        with run.chunk():
            chosen = Chosen(shop.pk, run.cursor.get("after", 0), gid)
            verdicts = plan(chosen) if run.dry else approve(chosen, run.row.key)
            _tell(run, verdicts)
            run.cursor["after"] = verdicts[-1].pk if verdicts else 0
            run.cursor["done"] = not verdicts


def _tell(run: Run, verdicts: list[Verdict]) -> None:
    """Count them; show as many as a run keeps."""
    refused = [verdict for verdict in verdicts if verdict.reason]
    run.count(read=len(verdicts), approved=len(verdicts) - len(refused), not_approved=len(refused))
    for action, chosen in (("approved", [one for one in verdicts if not one.reason]), ("not approved", refused)):
        for verdict in chosen[: run.room("order", action)]:
            detail = {"reason": verdict.reason} if verdict.reason else {}
            run.change("order", action, verdict.name, target=OrderHeader(pk=verdict.pk), **detail)
    run.progress(done=run.counters["read"], phase="Approving")
