"""Every job of the catalogue: a dry run leaves all as it was, and the real run then does what it said."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from jobs import registry
from jobs.models import JobRun, State
from sandbox.rules.annotating import update_order
from sandbox.rules.cancelling import cancel_order
from sandbox.rules.editing import edit_order
from tests.engine.support import new_run
from tests.orders.market import Market, line, trading

pytestmark = pytest.mark.django_db(transaction=True)
# What a dry run may leave: itself, what it said, the audit row; and a sign of life is nobody's data.
OWN = {"jobs_jobrun", "jobs_runlog", "jobs_runchange", "jobs_failedrecord", "jobs_auditlog", "jobs_heartbeat"}
# A bulk operation is a read; asking for one leaves its trace at the shop all the same.
READS_OF_THE_SHOP = {"bulk_operations", "bulk", "cost", "requests", "counters"}
SMALL = "LINEN-SHIRT-S"


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    """A shop in which something waits for every job: orders new, changed and cancelled, and runs of long ago."""
    with trading(tmp_path) as made:
        changed, cancelled, item = made.place(), made.place(), made.place()
        if registry.find("orders.new_orders"):
            made.run("orders.new_orders")
        made.pass_by()
        update_order(made.store, changed, note="Leave it at the door", tags=["late"])
        cancel_order(made.store, cancelled, reason="CUSTOMER", restock=True, refund=None)
        edit_order(made.store, item, {line(item, SMALL).id: 1})
        made.place((made.medium, 3))
        made.pass_by()
        for _ in range(3):
            new_run(origin="schedule", state=State.SKIPPED, finished_at=timezone.now() - timedelta(days=200))
        yield made


def tables() -> dict[str, str]:
    """Every table's content, also those that no model knows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        names = sorted({name for (name,) in cursor.fetchall()} - OWN)
        found = {}
        for name in names:
            cursor.execute(f"SELECT coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), '') FROM \"{name}\" t")
            found[name] = str(cursor.fetchone()[0])
    return found


def shop(market: Market) -> str:
    state = {name: rows for name, rows in market.neighbour.state().items() if name not in READS_OF_THE_SHOP}
    return json.dumps(state, sort_keys=True, default=str)


def carried_out(market: Market, key: str, *, dry: bool) -> JobRun:
    run = market.begin(key, dry=dry)
    give_up = time.monotonic() + 40
    while market.attempt(run).state == State.PENDING and time.monotonic() < give_up:
        time.sleep(0.2)  # the shop works at its bulk operation
    assert run.state == State.DONE, (run.error, run.progress)
    return run


def said(run: JobRun) -> list[Any]:
    changes = run.changes.order_by("kind", "action", "reference", "id")
    return list(changes.values_list("kind", "action", "reference"))


@pytest.mark.parametrize("key", [job.key for job in registry.all_jobs()])
def test_nothing_is_changed_and_what_was_said_is_done(market: Market, key: str) -> None:
    before, at_the_shop = tables(), shop(market)
    dry = carried_out(market, key, dry=True)
    after = tables()
    assert {name for name in before | after if before.get(name) != after.get(name)} == set()
    assert shop(market) == at_the_shop
    real = carried_out(market, key, dry=False)
    assert dict(real.counters) == dict(dry.counters)
    assert said(real) == said(dry)


def test_what_counts_as_the_runs_own_are_tables_that_exist() -> None:
    assert {model._meta.db_table for model in apps.get_models()} >= OWN
