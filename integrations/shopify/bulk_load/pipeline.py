"""Carries out the phases of an import in their order."""

from collections.abc import Callable, Mapping

from integrations.shopify.bulk_load import staging
from integrations.shopify.bulk_load.contract import ImportRun, Subject, Work
from integrations.shopify.bulk_load.merge import load, report, sort
from integrations.shopify.bulk_load.request import ask, stage_anew, wait
from integrations.shopify.bulk_load.stage import read
from oms.models import Shop
from shopify_client.client import Client


def carry_out(run: ImportRun, shop: Shop, client: Client, subject: Subject, search: str = "") -> None:
    """Import everything of the subject that the search string finds, or the failed records the run retries alone.

    Goes on at the run's cursor. Raises ImportFailed when no further try can help.
    """
    work = Work(run, shop, subject, search, client)
    if "phase" not in run.cursor:
        if run.records:
            stage_anew(work)
        else:
            run.cursor["phase"] = "requesting"
    while run.cursor["phase"] != "done":
        _PHASES[run.cursor["phase"]](work)


def close(work: Work) -> None:
    """Remove the staging tables."""
    with work.run.scratch():
        staging.drop(work.run.id)
        work.cursor["phase"] = "done"


_PHASES: Mapping[str, Callable[[Work], None]] = {
    "requesting": ask,
    "waiting": wait,
    "downloading": read,
    "sorting": sort,
    "loading": load,
    "failures": report,
    "closing": close,
}
