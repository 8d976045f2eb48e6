"""A sandbox store that trades over HTTP, connected as a shop with its products in, and the jobs run against it.

The store's clock stands an hour behind ours, so that what happens there is old enough for an import's window.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import call_command

from jobs import prerequisites, registry
from jobs.audit import SYSTEM
from jobs.engine.execute import execute
from jobs.models import JobRun
from jobs.services import request_run
from oms.models import OrderHeader, OrderItem, Shop
from sandbox.rules.finish_change import finish
from sandbox.rules.place_order import place_order
from sandbox.state.base import ZERO
from sandbox.state.records import LineItem, Order, ShippingLine, Variant
from sandbox.state.store import Store
from sandbox.webhooks.delivery import RETRIES, WAITING
from sandbox.world import World
from tests.equality import lived
from tests.equality.reading import gid
from tests.equality.shop import DOMAIN, Neighbour, connected
from tests.sandbox import shops

BEHIND = timedelta(hours=1)


class Market:
    """`shirts` in S and M, a `mug`; everything is in stock at the first location."""

    def __init__(self, store: Store, neighbour: Neighbour) -> None:
        self.store, self.neighbour = store, neighbour
        self.buyer = next(iter(store.customers.values()))
        self.small, self.medium, self.mug = list(store.variants.values())[:3]

    @property
    def shop(self) -> Shop:
        return self.neighbour.shop

    @property
    def world(self) -> World:
        return self.neighbour.world

    def place(self, *bought: tuple[Variant, int], **changes: Any) -> Order:
        """A paid order; two small shirts and a mug unless told otherwise."""
        told = {"customer": self.buyer, "shipping": Decimal("5.00")} | changes
        return place_order(self.store, bought or ((self.small, 2), (self.mug, 1)), **told)

    def ship_by(self, order: Order, title: str) -> None:
        """The merchant takes the shipping line off and adds another."""
        with self.store.lock:
            kept = [one for one in order.shipping_lines if not one.is_removed]
            for one in kept:
                one.is_removed = True
            made = ShippingLine(id=self.store.next_id("ShippingLine"), title=title, code=title, original_price=ZERO)
            order.shipping_lines.append(made)
            finish(self.store, order)

    def pass_by(self, minutes: float = 1) -> None:
        self.store.clock.advance(minutes * 60)

    def told(self) -> None:
        """Waits until everything that the store has to say has arrived.

        What a busy machine took too late for the store's five seconds comes again.
        """
        queue = self.world.webhooks.queue
        for _ in range(RETRIES):
            assert queue.settle(240)
            late = [one for one in queue.everything() if one.state == WAITING]
            if not late:
                return
            self.store.clock.advance(max(one.wait() for one in late).total_seconds())
        raise AssertionError([one.as_json() for one in late])

    def run(self, key: str, **parameters: Any) -> JobRun:
        """One run until it has ended well."""
        given = [part for name, value in parameters.items() for part in ("--param", f"{name}={value}")]
        call_command("run_job", key, "--here", "--shop", DOMAIN, *given, verbosity=0)
        return JobRun.objects.filter(key=key).latest("id")

    def counts(self, key: str, **parameters: Any) -> Counter[str]:
        """What such a run counted."""
        return Counter(self.run(key, **parameters).counters)

    def begin(self, key: str, *, dry: bool = False, **parameters: Any) -> JobRun:
        run, _ = request_run(key, shop=self.shop, actor=SYSTEM, parameters=parameters, dry=dry)
        return run

    def attempt(self, run: JobRun) -> JobRun:
        """One attempt at the run, due or not."""
        JobRun.objects.filter(pk=run.pk, state="pending").update(due_at=datetime(2000, 1, 1, tzinfo=UTC))
        execute(run.pk, registry.find, prerequisites.refusal)
        run.refresh_from_db()
        return run

    def ours(self, order: Order) -> OrderHeader:
        return OrderHeader.objects.get(shop=self.shop, gid=gid("Order", order.id))

    def units(self, order: Order) -> list[tuple[str, int, str]]:
        """Our items of the order: SKU, units, status without its prefix."""
        items = OrderItem.objects.filter(order=self.ours(order)).order_by("seq")
        return [(item.sku, item.quantity, item.status.removeprefix("ITEM_")) for item in items]

    def unequal(self) -> list[str]:
        """What differs between the store's orders and ours."""
        return lived.orders(self.neighbour.state(), self.shop)

    def unequal_returns(self) -> list[str]:
        """What differs between what came back to the store and what we hold of it."""
        return lived.returns(self.neighbour.state(), self.shop)


def line(order: Order, sku: str) -> LineItem:
    return shops.line(order, sku)


@contextmanager
def trading(tmp: Path) -> Iterator[Market]:
    store = shops.empty_store(datetime.now(UTC) - BEHIND)
    main = shops.location(store)
    shops.product(store, "Linen Shirt", sizes={"S": {main.id: 100}, "M": {main.id: 100}})
    shops.product(store, "Mug", stock={main.id: 100}, price="12.50")
    shops.customer(store)
    with connected(store, tmp) as neighbour:
        market = Market(store, neighbour)
        market.run("initial_load.import_products")
        yield market
