"""While a preview of any job is under way nobody waits for a row, and nobody is asked inside a transaction."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from jobs import registry
from jobs.audit import SYSTEM
from jobs.definition import ShopConnected
from jobs.engine.dry_run import DryRun
from jobs.engine.run import Run
from jobs.models import FailedRecord, JobRun, State
from jobs.services import retry_failed_records
from oms.models import OrderHeader
from shopify_client.transport import Transport
from tests.dry import neighbour as neighbours
from tests.dry import scene
from tests.dry.neighbour import Neighbour, at_work
from tests.orders.market import Market, trading
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = [job.key for job in registry.all_jobs()]
FIELDS = {key: set(registry.get(key).form.base_fields) for key in KEYS}
WINDOWS = [key for key in KEYS if "limit" in FIELDS[key]]
# Which parameter names one record alone.
ALONE = {key: named for key in WINDOWS if (named := FIELDS[key] & {"order_id", "product_id"})}


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


def carried_out(market: Market, run: JobRun) -> None:
    for _ in range(200):
        if market.attempt(run).state != State.PENDING:
            break
    assert run.state == State.DONE, (run.error, run.progress)


def whole(market: Market, key: str, *, dry: bool) -> JobRun:
    """All that the job does, one record being a page."""
    return market.begin(key, dry=dry, **({"limit": 1} if key in WINDOWS else {}))


def one_alone(market: Market, key: str, *, dry: bool) -> JobRun:
    return market.begin(key, dry=dry, **{name: record(market, name)[1] for name in ALONE[key]})


def again(market: Market, key: str, *, dry: bool) -> JobRun:
    """What failed before, and nothing else; a person begins that, and never as a preview."""
    run = whole(market, key, dry=False)
    JobRun.objects.filter(pk=run.pk).update(state=State.DONE, finished_at=timezone.now(), lease_until=None)
    for name in ALONE[key]:
        gid, _ = record(market, name)
        FailedRecord.objects.create(run=run, reference=gid, reason="X", message="x", at=timezone.now())
    retry = retry_failed_records(run, SYSTEM)
    JobRun.objects.filter(pk=retry.pk).update(dry=dry)
    retry.refresh_from_db()
    return retry


def record(market: Market, parameter: str) -> tuple[str, int]:
    """Such a record of the shop's: its gid and its number."""
    kind, rows = ("Order", market.store.orders) if parameter == "order_id" else ("Product", market.store.products)
    number = max(rows)
    return f"gid://shopify/{kind}/{number}", number


Begin = Callable[..., JobRun]
ONE_MORE = pytest.mark.long("the retry of one job is always looked at; a whole shop is made for each more")
WAYS = [
    *(pytest.param(key, whole, id=f"{key}-whole") for key in KEYS),
    *(pytest.param(key, one_alone, id=f"{key}-one_alone") for key in ALONE),
    *(pytest.param(key, again, id=f"{key}-again", marks=ONE_MORE if at else []) for at, key in enumerate(ALONE)),
]


@pytest.mark.parametrize(("key", "begin"), WAYS)
def test_a_preview_holds_no_row(
    market: Market, inside: list[bool], key: str, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every request to the shop and after every chunk the neighbour gets each row at once; another one, who looks
    all the while, gets it before long. The shop is asked outside of any transaction."""
    neighbour, send, heed = Neighbour(), Transport._send, Run._heed

    def asking(self: Transport, *args: Any, **options: Any) -> Any:
        neighbour.round()
        return send(self, *args, **options)

    def after_chunk(self: Run, stop: bool) -> None:
        neighbour.round()
        heed(self, stop)

    monkeypatch.setattr(Transport, "_send", asking)
    monkeypatch.setattr(Run, "_heed", after_chunk)
    run = begin(market, key, dry=True)
    inside.clear()
    with at_work() as meanwhile:
        carried_out(market, run)
    neighbour.close()
    assert (neighbour.refused, meanwhile.refused) == ([], [])
    assert neighbour.rounds >= (2 if registry.get(key).chunked else 1) and meanwhile.rounds >= 1
    assert not any(inside)


def test_the_neighbour_notices_a_row_that_is_held(market: Market) -> None:
    neighbour = Neighbour()
    with transaction.atomic():
        held = OrderHeader.objects.select_for_update().earliest("id")
        neighbour.round()
    neighbour.close()
    assert neighbour.refused == [f"oms_orderheader {held.pk}"]


def test_a_row_that_a_preview_holds_long_inside_a_chunk_is_noticed(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, held = DryRun._save, OrderHeader.objects.earliest("id")
    monkeypatch.setattr(neighbours, "LONGEST", "50ms")
    with at_work() as neighbour:

        def slow(self: DryRun, **changes: Any) -> bool:
            OrderHeader.objects.select_for_update().get(pk=held.pk)
            until("the neighbour has waited in vain", lambda: neighbour.refused)
            return save(self, **changes)

        monkeypatch.setattr(DryRun, "_save", slow)
        carried_out(market, whole(market, "orders.update_orders", dry=True))
    assert neighbour.refused


@pytest.mark.parametrize(("key", "begin"), WAYS)
def test_the_shop_is_asked_outside_of_any_transaction(
    market: Market, inside: list[bool], key: str, begin: Begin
) -> None:
    run = begin(market, key, dry=False)
    inside.clear()
    carried_out(market, run)
    assert not any(inside)
    assert bool(inside) == (ShopConnected() in registry.get(key).prerequisites)  # its card says that it asks the shop
