"""While a preview of any job is under way nobody waits for a row, and nobody is asked inside a transaction."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import connection, transaction

from jobs import registry
from jobs.definition import ShopConnected
from jobs.engine.run import Run
from jobs.models import State
from oms.models import OrderHeader
from shopify_client.transport import Transport
from tests.dry import scene
from tests.orders.market import Market, trading

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = ("oms_orderheader", "oms_orderitem", "oms_inventorylevel", "oms_returnitem", "oms_product", "oms_shopproduct")
PATIENCE = "1s"
KEYS = [job.key for job in registry.all_jobs()]
WINDOWS = [key for key in KEYS if "limit" in registry.get(key).form.base_fields]


class Neighbour:
    """Another connection that changes every row of the tables, one by one; `refused` are those that it waited for.

    It works in the thread of the run: what the run holds then is held for good, however slow the machine is.
    """

    def __init__(self) -> None:
        self.refused: list[str] = []
        self.rounds = 0
        wanted = {"dbname", "user", "password", "host", "port"}
        parameters = {name: value for name, value in connection.get_connection_params().items() if name in wanted}
        self._connection = psycopg2.connect(**parameters)
        self._connection.autocommit = True
        self._cursor = self._connection.cursor()
        self._cursor.execute("SET lock_timeout = %s", [PATIENCE])

    def round(self) -> None:
        for table in TABLES:
            self._cursor.execute(f"SELECT id FROM {table} ORDER BY id")
            for (pk,) in self._cursor.fetchall():
                try:
                    self._cursor.execute(f"UPDATE {table} SET id = id WHERE id = %s", [pk])
                except psycopg2.errors.LockNotAvailable:
                    self.refused.append(f"{table} {pk}")
        self.rounds += 1

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def market(tmp_path: Path, settings: Any) -> Iterator[Market]:
    with trading(tmp_path) as made:
        made.run("initial_load.import_orders")
        scene.trade(made)
        settings.WEBHOOK_ADDRESS = scene.ADDRESS
        scene.unsettle_subscriptions(made)
        yield made


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each request to the shop, whether a transaction was open on the connection that asked."""
    asked: list[bool] = []
    send = Transport._send

    def watched(self: Transport, *args: Any, **options: Any) -> Any:
        asked.append(connection.in_atomic_block)
        return send(self, *args, **options)

    monkeypatch.setattr(Transport, "_send", watched)
    return asked


def carried_out(market: Market, key: str, *, dry: bool, **parameters: Any) -> None:
    run = market.begin(key, dry=dry, **parameters)
    for _ in range(200):
        if market.attempt(run).state != State.PENDING:
            break
    assert run.state == State.DONE, (run.error, run.progress)


@pytest.mark.parametrize("key", KEYS)
def test_no_row_is_held_between_two_steps(market: Market, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every request to the shop and after every chunk the neighbour gets each row, one record being a page."""
    neighbour, send, heed = Neighbour(), Transport._send, Run._heed

    def asking(self: Transport, *args: Any, **options: Any) -> Any:
        neighbour.round()
        return send(self, *args, **options)

    def after_chunk(self: Run, stop: bool) -> None:
        neighbour.round()
        heed(self, stop)

    monkeypatch.setattr(Transport, "_send", asking)
    monkeypatch.setattr(Run, "_heed", after_chunk)
    carried_out(market, key, dry=True, **({"limit": 1} if key in WINDOWS else {}))
    neighbour.close()
    assert neighbour.refused == [] and neighbour.rounds >= (2 if registry.get(key).chunked else 1)


def test_the_neighbour_notices_a_row_that_is_held(market: Market) -> None:
    neighbour = Neighbour()
    with transaction.atomic():
        held = OrderHeader.objects.select_for_update().earliest("id")
        neighbour.round()
    neighbour.close()
    assert neighbour.refused == [f"oms_orderheader {held.pk}"]


@pytest.mark.parametrize("dry", [True, False])
@pytest.mark.parametrize("key", KEYS)
def test_the_shop_is_asked_outside_of_any_transaction(market: Market, inside: list[bool], key: str, dry: bool) -> None:
    inside.clear()
    carried_out(market, key, dry=dry, **({"limit": 1} if key in WINDOWS else {}))
    assert not any(inside)
    assert bool(inside) == (ShopConnected() in registry.get(key).prerequisites)  # its card says that it asks the shop
