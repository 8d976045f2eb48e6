"""What the jobs that speak with Shopify have in common."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.template.defaultfilters import pluralize

from integrations.connections import NotConnected, client_for
from integrations.shopify.bulk_load import ImportFailed, Subject, carry_out, staging
from jobs.engine.run import Run
from jobs.models import JobRun
from oms.models import Shop
from shopify_client.errors import ShopifyError, Throttled, TransientError
from work.errors import Permanent, Temporary
from work.item import ACTIVE


@contextmanager
def speaking() -> Iterator[None]:
    """Shopify's answers in the engine's terms: what a later try may mend, and what it can't."""
    try:
        yield
    except Throttled as error:
        raise Temporary(str(error), retry_after=error.retry_in) from error
    except TransientError as error:
        raise Temporary(str(error), retry_after=error.retry_in) from error
    except (ShopifyError, ImportFailed, NotConnected) as error:
        if getattr(error, "temporary", False):
            raise Temporary(str(error)) from error
        raise Permanent(str(error)) from error


def shop_of(run: Run) -> Shop:
    if run.shop is None:
        raise Permanent("This run names no shop")
    return run.shop


def load_everything(run: Run, subject: Subject, search: str = "") -> None:
    """Import all of a subject by a bulk operation, or the failed records that the run retries alone."""
    shop = shop_of(run)
    if not run.cursor:
        staging.drop_all_but(JobRun.objects.filter(state__in=ACTIVE).values_list("id", flat=True))
    with speaking():
        client = client_for(shop)
        try:
            carry_out(run, shop, client, subject, search)
        finally:
            if met := client.troubles.told():
                run.log(f"Got over at Shopify: {met}", "warning")
    counts = run.counters
    told = ", ".join(f"{counts[name]:,} {name}" for name in ("created", "updated", "unchanged", "skipped", "failed"))
    run.log(f"{subject.noun.capitalize()}: {told}")
    if counts["warnings"]:
        needs = pluralize(counts["warnings"], "needs,need")
        run.log(f"{counts['warnings']:,} of what was imported {needs} a person", "warning")
