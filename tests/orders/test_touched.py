"""What touched an order: also the run that kept no change of it, and no more than is known."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from console.frame.roles import grant
from console.orders.activity import SHOWN, activity_of
from jobs.engine.run import Run
from jobs.models import JobRun, RunChange
from oms.models import OrderHeader
from tests.imports.support import make_shop
from tests.orders.market import Market
from tests.orders.support import ACTOR, line, order, store
from tests.webhooks.support import stored

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def bought() -> OrderHeader:
    store(make_shop(), order(1, [line(11)]))
    return OrderHeader.objects.get()


@pytest.fixture
def page() -> Callable[[OrderHeader, str], str]:
    client = Client()
    person = User.objects.create_user("vic")
    grant(person, "viewer")
    client.force_login(person)

    def told(order: OrderHeader, asked: str = "") -> str:
        answer = client.get(reverse("console:order", args=[order.pk]) + asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return told


def lasted(shop_id: int | None, begun: timedelta, ended: timedelta | None, **columns: object) -> JobRun:
    """A run of the job that brought the order: from how long ago, to how long ago (None: under way)."""
    now = timezone.now()
    values: dict[str, object] = {
        "key": ACTOR,
        "shop_id": shop_id,
        "created_at": now - begun,
        "started_at": now - begun,
        "finished_at": None if ended is None else now - ended,
        "state": "running" if ended is None else "done",
        "lease_until": now if ended is None else None,
    }
    return JobRun.objects.create(**values | columns)


def test_the_import_is_told_though_it_kept_no_change_of_the_order(
    market: Market, page: Callable[[OrderHeader], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Run, "CHANGES_KEPT", 1)
    placed = [market.place() for _ in range(3)]
    run = market.run("initial_load.import_orders")
    told = set(RunChange.objects.filter(kind="order").values_list("reference", flat=True))
    unkept = [one for one in placed if one.name not in told]
    assert len(unkept) == 2
    for one in placed:
        shown = page(market.ours(one))
        assert shown.count(reverse("console:run", args=[run.pk])) == 1 and "Import Orders in Bulk" in shown
    assert "Nothing that is kept names it" not in shown


def test_only_the_run_that_was_under_way_at_the_moment(bought: OrderHeader) -> None:
    shop = bought.shop_id
    mine = lasted(shop, 5 * MINUTE, None)
    lasted(shop, 50 * MINUTE, 40 * MINUTE)
    lasted(shop, 5 * MINUTE, -MINUTE, key="orders.another")
    lasted(shop, 5 * MINUTE, -MINUTE, dry=True)
    lasted(None, -MINUTE, -2 * MINUTE)
    found = activity_of(bought)
    assert [(one.run.pk, one.result, one.alone) for one in found.runs] == [(mine.pk, "Imported", True)]


def test_of_two_at_once_neither_is_accused(bought: OrderHeader, page: Callable[[OrderHeader], str]) -> None:
    for _ in range(2):
        lasted(bought.shop_id, 5 * MINUTE, -MINUTE)
    assert [one.alone for one in activity_of(bought).runs] == [False, False]
    assert page(bought).count("Imported, by one of the runs under way at that moment") == 2


def test_it_never_says_that_there_was_none(bought: OrderHeader, page: Callable[[OrderHeader], str]) -> None:
    told = page(bought)
    assert "Nothing that is kept names it." in told
    assert "only the first 50 changes of each kind are kept" in told and "may be missing here" in told


def test_longer_lists_say_so_and_lead_on(bought: OrderHeader, page: Callable[[OrderHeader, str], str]) -> None:
    assert "are shown." not in page(bought, "") and "Earlier changes" not in page(bought, "")
    for number in range(SHOWN + 1):
        run = lasted(bought.shop_id, 9 * MINUTE, 8 * MINUTE)
        RunChange.objects.create(
            run=run, kind="order", action="updated", reference=bought.name, object_type="oms.orderheader",
            object_id=str(bought.pk),
        )  # fmt: skip
        stored(bought.shop, "orders/updated", b'{"id":1,"x":%d}' % number)
        bought.status_history.create(to_status="ORDER_HOLD", reason=f"Reason {number}.", actor="ann")
    told = page(bought, "")
    for what, address in (("runs", "history"), ("webhooks", "webhooks")):
        assert f"The newest {SHOWN} {what} are shown." in told
        assert f"{reverse(f'console:{address}')}?q=%231" in told
    assert "Reason 50." in told and "Reason 0." not in told
    earlier = bought.status_history.order_by("-id")[SHOWN - 1].pk
    assert f'href="?life={earlier}#statuses-title"' in told
    rest = page(bought, f"?life={earlier}")
    assert "Reason 0." in rest and "Reason 50." not in rest and "Earlier changes" not in rest
    assert "No change is older than that." in page(bought, "?life=1") and "Reason 50." in page(bought, "?life=x")


def test_a_fixed_number_of_queries_and_few_rows(bought: OrderHeader) -> None:
    with CaptureQueriesContext(connection) as few:
        activity_of(bought)
    for number in range(20):
        lasted(bought.shop_id, 5 * MINUTE, -MINUTE)
        bought.status_history.create(to_status="ORDER_HOLD", actor=f"orders.{number}")
    with CaptureQueriesContext(connection) as many:
        activity_of(bought)
    assert len(many) == len(few) <= 5
    others = [JobRun(key=f"other.{number % 50}", state="done", finished_at=timezone.now()) for number in range(3000)]
    JobRun.objects.bulk_create(others)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE jobs_jobrun, oms_orderstatushistory")
        cursor.execute("SET LOCAL enable_seqscan = off")
        [sql] = [one["sql"] for one in many if "ARRAY(" in one["sql"]]
        cursor.execute(f"EXPLAIN {sql}")
        assert "jobrun_by_key" in " ".join(row[0] for row in cursor.fetchall())
