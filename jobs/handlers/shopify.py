"""Gives a job its shop, and loads everything by a bulk operation."""

from django.template.defaultfilters import pluralize

from integrations.connections import client_for
from integrations.shopify.bulk_load import Subject, carry_out, staging
from jobs.engine import retried_records
from jobs.engine.run import Run
from jobs.models import JobRun
from oms.models import Shop
from work.errors import Permanent
from work.item import ACTIVE
from work.shopify_errors import speaking


def shop_of(run: Run) -> Shop:
    if run.shop is None:
        raise Permanent("This run names no shop")
    return run.shop


def load_everything(run: Run, subject: Subject, search: str = "") -> None:
    """Import all of a subject by a bulk operation, or the failed records that the run retries alone."""
    shop = shop_of(run)
    if not run.cursor:
        staging.drop_all_but(JobRun.objects.filter(state__in=ACTIVE).values_list("id", flat=True))
    _same_records(run)
    with speaking():
        client = client_for(shop)
        try:
            carry_out(run, shop, client, subject, search)
        finally:
            if met := client.troubles.summary():
                run.log(f"Got over at Shopify: {met}", "warning")
    counts = run.counters
    told = ", ".join(f"{counts[name]:,} {name}" for name in ("created", "updated", "unchanged", "skipped", "failed"))
    run.log(f"{subject.noun.capitalize()}: {told}")
    if counts["warnings"]:
        needs = pluralize(counts["warnings"], "needs,need")
        run.log(f"{counts['warnings']:,} of what was imported {needs} a person", "warning")


def _same_records(run: Run) -> None:
    """Stage a retry's records again where some went elsewhere since."""
    if run.retry:
        left = retried_records.left(run.id).count()
        if run.cursor.setdefault("records", left) != left:
            run.cursor["records"] = left
            for place in ("phase", "reported"):
                run.cursor.pop(place, None)
