"""Every job of the catalogue: a dry run leaves all as it was, and the real run then does what it said."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from jobs import registry
from jobs.definition import Writes
from jobs.models import JobRun, State
from tests.dry import scene
from tests.orders.market import Market, trading

pytestmark = pytest.mark.django_db(transaction=True)
# What a dry run may leave: itself, what it said, the audit row; and a sign of life is nobody's data.
OWN = {"jobs_jobrun", "jobs_runlog", "jobs_runchange", "jobs_failedrecord", "jobs_auditlog", "jobs_heartbeat"}
# Of the runs, those of others are nobody's own.
OTHERS = "jobs_jobrun"
# A bulk operation is a read; asking for one leaves its trace at the shop all the same.
READS_OF_THE_SHOP = {"bulk_operations", "bulk", "cost", "requests", "counters"}
# Counts of what was looked at and left.
IDLE = {"read", "unchanged", "skipped", "not_approved"}
# Tables that the scene makes certain jobs write; of any other job it is known only that it writes some.
WRITES = {
    "orders.approve_orders": {"oms_orderheader", "oms_orderitem", "oms_orderstatushistory"},
    "orders.returns": {"oms_returnheader", "oms_returnitem", "oms_inventorydetail", "oms_inventorylevel"},
    "miscellaneous.reconcile_subscriptions": {"integrations_webhooksubscription", "integrations_effect", OTHERS},
    "miscellaneous.purge_history": {OTHERS},
}


@pytest.fixture
def market(tmp_path: Path, settings: Any) -> Iterator[Market]:
    with trading(tmp_path) as made:
        scene.trade(made)
        settings.WEBHOOK_ADDRESS = scene.BEFORE
        scene.unsettle_subscriptions(made)
        settings.WEBHOOK_ADDRESS = scene.ADDRESS
        scene.age()
        yield made


def tables(*own: JobRun) -> dict[str, str]:
    """Every table's content, also those that no model knows; of the runs all but `own`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        names = sorted({name for (name,) in cursor.fetchall()} - OWN | {OTHERS})
        found = {}
        for name in names:
            digest = "coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), '')"
            chosen = "WHERE t.id <> ALL(%s)" if name == OTHERS else ""
            ids = [[run.pk for run in own]] if chosen else []
            cursor.execute(f'SELECT {digest} FROM "{name}" t {chosen}', ids)
            found[name] = str(cursor.fetchone()[0])
    return found


def differing(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}


def shop(market: Market) -> str:
    state = {name: rows for name, rows in market.neighbour.state().items() if name not in READS_OF_THE_SHOP}
    return json.dumps(state, sort_keys=True, default=str)


def carried_out(market: Market, key: str, *, dry: bool) -> JobRun:
    run = market.begin(key, dry=dry)
    while market.attempt(run).state == State.PENDING:
        assert run.attempts == 0, run.error  # given back for the next piece, not failed
    assert run.state == State.DONE, (run.error, run.progress)
    return run


def said(run: JobRun) -> list[Any]:
    changes = run.changes.order_by("kind", "action", "reference", "id")
    return list(changes.values_list("kind", "action", "reference", "detail"))


def written(run: JobRun) -> set[str]:
    """The tables of what the run says it changed."""
    labels = run.changes.exclude(object_type="").values_list("object_type", flat=True)
    return {apps.get_model(label)._meta.db_table for label in labels}


@pytest.mark.parametrize("key", [job.key for job in registry.all_jobs()])
def test_nothing_is_changed_and_what_was_said_is_done(market: Market, key: str) -> None:
    before, at_the_shop = tables(), shop(market)
    dry = carried_out(market, key, dry=True)
    assert differing(before, tables(dry)) == set()
    assert shop(market) == at_the_shop
    real = carried_out(market, key, dry=False)
    assert dict(real.counters) == dict(dry.counters)
    assert said(real) == said(dry)
    changed = differing(before, tables(dry, real)) - {"integrations_watermark"}
    assert changed >= written(real) | WRITES.get(key, set())
    did = {name: count for name, count in real.counters.items() if count and name not in IDLE}
    card = registry.get(key)  # what it says that a run writes, the scene has it write; and nothing else
    assert bool(said(real)) == bool(changed) == bool(did) == bool(card.writes)
    outside = real.changes.filter(kind="outside").exists()
    assert outside == (Writes.SHOPIFY in card.writes) == (shop(market) != at_the_shop)


def test_the_scene_has_every_kind_of_change_for_the_job_that_writes_to_the_shop(market: Market) -> None:
    run = carried_out(market, "miscellaneous.reconcile_subscriptions", dry=False)
    counted = {name: run.counters[name] for name in ("read", "removed", "created", "updated", "deleted")}
    assert counted == {"read": 2, "removed": 1, "created": 4, "updated": 1, "deleted": 1}


def test_what_counts_as_the_runs_own_are_tables_that_exist() -> None:
    assert {model._meta.db_table for model in apps.get_models()} >= OWN
