"""Two days of the shop and what is left of them after one cycle of the jobs."""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.chaos import setting
from bench.reconcile.gone import Gone
from bench.reconcile.merchant import Merchant
from bench.reconcile.world import ReconcileWorld
from bench.storm import inbox
from bench.storm.visitor import signed_in
from jobmanager.demo import prepare
from jobmanager.demo.follow import run_job
from jobs import registry
from jobs.audit import COMMAND_LINE
from jobs.categories import Category
from jobs.models import State
from oms.models import Shop
from tests.equality import lived

IMPORTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("initial_load.import_products", {}),
    ("initial_load.import_orders", {"status": "any"}),
)
BACK_WITHIN = 120.0
SHOWN = 20  # differences
PART = 2.0  # seconds from one part of the day to the next
SOME = {"webhook_lost": 0.05, "webhook_doubled": 0.1, "webhook_late": 1.0}
NONE = {"webhook_lost": 1.0}


@dataclass
class Day:
    """`hits`: how often each fault struck. `before` and `after` the cycle: what differed between the store and us."""

    name: str
    deeds: Counter[str] = field(default_factory=Counter)
    hits: dict[str, int] = field(default_factory=dict)
    events: int = 0
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


class Reconcile:
    def __init__(self, world: ReconcileWorld, options: argparse.Namespace, say: Callable[[str], None]) -> None:
        self.world, self.parts, self.seed, self.say = world, options.parts, options.seed, say
        self.merchant = Merchant(world.sandbox_url, options.seed)

    def play(self) -> int:
        setting.database()
        setting.connect(self.world.sandbox_url)
        self.shop = Shop.objects.get()
        self.cookie = signed_in()
        self.world.start_product()
        prepare.webhooks(self.shop, COMMAND_LINE)
        for key, parameters in IMPORTS:
            self._run(key, parameters)
        self.since = self.world.keep_behind()
        gone = Gone(self.world, self.cookie)
        days = [self._day("some lost, doubled, late", SOME, gone), self._day("none arrives", NONE, None)]
        wrong = [*self._late(gone), *(sentence for day in days for sentence in _wrong(day))]
        for day in days:
            self.say("\n".join(_lines(day)))
        told = {"back": gone.back, "alert": gone.alert, "on the page": gone.page}
        seconds = ", ".join(f"{name} {'never' if at is None else f'{at:.0f} s'}" for name, at in told.items())
        self.say(f"  the subscription that the shop removed: {seconds} after it")
        self.say("\n".join([f"{'FAIL' if wrong else 'PASS'}  reconcile", *(f"      {one}" for one in wrong)]))
        return 1 if wrong else 0

    def _day(self, name: str, plan: dict[str, float], gone: Gone | None) -> Day:
        day, known = Day(name), sum(inbox.states().values())
        self.world.keep_behind()
        self.merchant.done = day.deeds
        with self.world.faults(plan):
            for part in range(self.parts):
                with _lasting(PART):
                    self._part(day, part)
                if gone and part == self.parts // 3:
                    gone.remove()
            if gone:
                gone.wait(BACK_WITHIN)
            self._settle()
            day.hits = self._struck(plan)
        day.events = sum(inbox.states().values()) - known
        day.before = self._differences()
        for job in [*registry.by_category(Category.PRODUCTS), *registry.by_category(Category.ORDERS)]:
            self._run(job.key, {})
        day.after = self._differences()
        return day

    def _part(self, day: Day, part: int) -> None:
        self.world.keep_behind()
        seed = self.seed * 1000 + part + len(day.name)
        done = self.world.ask_sandbox("day", {"deeds": 8, "seed": seed})["list"]
        day.deeds.update(one["deed"] for one in done)
        for order in [one["order"] for one in done if one["deed"] == "shipped"][:1]:
            self.merchant.at_order(order)
        if part % 5 == 0:
            products = self.world.ask_sandbox("state?table=products")["products"]
            self.merchant.at_products([int(number) for number in products])

    def _settle(self) -> None:
        """Until the store has nothing to send any more and we nothing to work on."""
        give_up = time.monotonic() + 300
        while time.monotonic() < give_up:
            self.world.keep_behind()
            sending = [self.world.ask_sandbox(f"webhooks?state={state}") for state in ("waiting", "sending")]
            if not any(one["deliveries"] for one in sending) and not inbox.waiting():
                return
            time.sleep(0.5)

    def _struck(self, plan: dict[str, float]) -> dict[str, int]:
        hits = self.world.ask_sandbox("faults")["hits"]
        return {kind: int(hits.get(kind, 0)) for kind in plan}

    def _differences(self) -> list[str]:
        state = self.world.ask_sandbox("state")
        found = lived.products(state, self.shop) + lived.orders(state, self.shop)
        return found + lived.returns(state, self.shop, self.since)

    def _run(self, key: str, parameters: dict[str, Any]) -> None:
        run = run_job(key, parameters, self.shop, COMMAND_LINE, self.world.keep_behind)
        if run.state != State.DONE or run.failed:
            raise RuntimeError(f"{key} ended {run.state} with {run.failed} failed records: {run.error}")

    def _late(self, gone: Gone) -> list[str]:
        told = {"back": gone.back, "alert": gone.alert, "page": gone.page}
        return [
            f"{name}: not within {BACK_WITHIN:.0f} s" for name, at in told.items() if at is None or at > BACK_WITHIN
        ]


@contextmanager
def _lasting(seconds: float) -> Iterator[None]:
    until = time.monotonic() + seconds
    yield
    time.sleep(max(0.0, until - time.monotonic()))


def _wrong(day: Day) -> list[str]:
    told = [f"{day.name}: differs: {one}" for one in day.after[:SHOWN]]
    told += [f"{day.name}: invalid: {kind} never struck" for kind, many in day.hits.items() if not many]
    if day.hits.keys() == NONE.keys() and (day.events or not day.before):
        told.append(f"{day.name}: invalid: {day.events} events arrived, {len(day.before)} differences before the cycle")
    return told


def _lines(day: Day) -> list[str]:
    deeds = ", ".join(f"{many} {deed}" for deed, many in sorted(day.deeds.items()))
    hits = ", ".join(f"{kind.removeprefix('webhook_')} {many}" for kind, many in day.hits.items())
    return [
        f"  {day.name}: {deeds}",
        f"    webhooks {hits}; {day.events} events arrived; differences {len(day.before)} before the jobs,"
        f" {len(day.after)} after one cycle",
    ]


def play(world: ReconcileWorld, options: argparse.Namespace, say: Callable[[str], None]) -> int:
    say(f"torture reconcile: seed {options.seed}, two days of {options.parts} parts")
    return Reconcile(world, options, say).play()
