"""Whatever happens to orders, in whatever order: the counts agree with each other, and goods are never made of air."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sandbox.rules import (
    cancel_fulfillment,
    cancellation,
    captures,
    dispositions,
    fulfillment,
    fulfillment_holds,
    fulfillment_moves,
    inventory_activation,
    order_edits,
    payment,
    place_order,
    refund_checks,
    refunds,
    return_refunds,
    returns,
)
from sandbox.rules.errors import Refused
from sandbox.rules.return_lines import ReturnWish
from sandbox.state.base import money
from sandbox.state.records import FulfillmentOrder, Location, Order, Return
from tests.sandbox import shops
from tests.sandbox.rules import counting

PICK = st.integers(0, 11)
UNITS = st.integers(0, 3)


class History(RuleBasedStateMachine):
    """Rules that may be refused: most of what a run tries should come to something, so it picks what can be done."""

    def __init__(self) -> None:
        super().__init__()
        self.store = shops.small_store()
        self.variants = [one for one in self.store.variants.values() if self.store.item_of(one).tracked]
        for variant in self.variants:
            inventory_activation.activate(self.store, self.store.item_of(variant), self.places()[1], None)
            for level in self.store.levels_of(variant.inventory_item_id):
                level.available += 30
        for pay in place_order.PAYMENTS:
            order = place_order.place_order(self.store, [(self.variants[0], 3), (self.variants[2], 1)], pay=pay)
            if pay == "paid":
                fulfillment.fulfil(self.store, order, [(order.fulfillment_orders[0], None)])

    def places(self) -> list[Location]:
        return list(self.store.locations.values())

    def on_hand(self) -> int:
        return sum(level.on_hand for level in self.store.levels.values())

    def order(self, pick: int) -> Order:
        orders = list(self.store.orders.values())
        return orders[pick % len(orders)]

    def work(self, pick: int, which: int, *states: str) -> FulfillmentOrder:
        """One in such a state, of any order; else any of the order's."""
        every = [work for order in self.store.orders.values() for work in order.fulfillment_orders]
        fit = [work for work in every if work.status in states] or every
        return fit[(pick + which) % len(fit)]

    @rule(pick=PICK, units=st.integers(1, 4), pay=st.sampled_from(place_order.PAYMENTS), other=PICK)
    def place(self, pick: int, units: int, pay: str, other: int) -> None:
        bought = [(self.variants[pick % len(self.variants)], units), (self.variants[other % len(self.variants)], 1)]
        before = self.on_hand()
        attempt(place_order.place_order, self.store, bought, pay=pay, shipping=money("5.00"), tax_rate="0.0825")
        assert self.on_hand() == before

    @rule(pick=PICK)
    def pay(self, pick: int) -> None:
        order = self.order(pick)
        attempt(captures.capture if captures.open_authorizations(order) else payment.pay, self.store, order)

    @rule(pick=PICK, which=PICK, units=UNITS)
    def fulfil(self, pick: int, which: int, units: int) -> None:
        work = self.work(pick, which, "OPEN", "IN_PROGRESS")
        order = self.store.orders[work.order_id]
        part = work.lines[units % len(work.lines)]
        before = self.on_hand()
        done = attempt(fulfillment.fulfil, self.store, order, [(work, {part.id: units} if units else None)])
        assert self.on_hand() == before - (done.total_quantity if done else 0)

    @rule(pick=PICK, which=PICK)
    def unfulfil(self, pick: int, which: int) -> None:
        order = self.order(pick)
        if order.fulfillments:
            attempt(
                cancel_fulfillment.cancel_fulfillment,
                self.store,
                order,
                order.fulfillments[which % len(order.fulfillments)],
            )

    @rule(pick=PICK, which=PICK, units=UNITS)
    def move(self, pick: int, which: int, units: int) -> None:
        work = self.work(pick, which, "OPEN", "IN_PROGRESS", "ON_HOLD")
        order = self.store.orders[work.order_id]
        place = next(one for one in self.places() if one.id != work.location_id)
        before = self.on_hand()
        attempt(
            fulfillment_moves.move_fulfillment_order,
            self.store,
            order,
            work,
            place,
            {work.lines[0].id: units} if units else None,
        )
        assert self.on_hand() == before

    @rule(pick=PICK, which=PICK, units=UNITS)
    def hold(self, pick: int, which: int, units: int) -> None:
        work = self.work(pick, which, "OPEN", "IN_PROGRESS", "ON_HOLD")
        order = self.store.orders[work.order_id]
        if work.holds:
            attempt(fulfillment_holds.release_holds, self.store, order, work)
        else:
            chosen = {work.lines[0].id: units} if units else None
            attempt(fulfillment_holds.hold_fulfillment_order, self.store, order, work, reason="OTHER", units=chosen)

    @rule(pick=PICK, which=PICK, quantity=st.integers(0, 5), restock=st.booleans())
    def edit(self, pick: int, which: int, quantity: int, restock: bool) -> None:
        order = self.order(pick)
        line = order.line_items[which % len(order.line_items)]
        before, removed = self.on_hand(), line.removed
        attempt(order_edits.edit_order, self.store, order, {line.id: quantity}, restock=restock)
        assert self.on_hand() == before - (0 if restock else line.removed - removed)

    @rule(pick=PICK, restock=st.booleans(), refund=st.booleans())
    def cancel(self, pick: int, restock: bool, refund: bool) -> None:
        order = self.order(pick)
        before, left = self.on_hand(), sum(line.unfulfilled_quantity for line in order.line_items)
        done = attempt(cancellation.cancel_order, self.store, order, reason="OTHER", restock=restock, refund=refund)
        assert self.on_hand() == before - (left if done and not restock else 0)
        if done and refund:
            assert done.total_refunded == done.total_received
            assert done.current_total_price == 0

    @rule(pick=PICK, which=PICK, units=st.integers(1, 3), kind=st.sampled_from(refund_checks.RESTOCK_TYPES))
    def refund(self, pick: int, which: int, units: int, kind: str) -> None:
        order = self.order(pick)
        line = order.line_items[which % len(order.line_items)]
        before, unfulfilled = self.on_hand(), line.unfulfilled_quantity
        done = attempt(
            refunds.refund, self.store, order, [refund_checks.Refunded(line=line, quantity=units, restock_type=kind)]
        )
        gone = {"CANCEL": 0, "RETURN": -units, "NO_RESTOCK": min(units, unfulfilled)}[kind]
        assert self.on_hand() == before - (gone if done else 0)

    @rule(pick=PICK, units=st.integers(1, 2), asked=st.booleans())
    def send_back(self, pick: int, units: int, asked: bool) -> None:
        sent = [
            (order, part) for order in self.store.orders.values() for made in order.fulfillments for part in made.lines
        ]
        if sent:
            order, part = sent[pick % len(sent)]
            wish = ReturnWish(fulfillment_line_id=part.id, quantity=units)
            attempt(returns.request_return if asked else returns.create_return, self.store, order, [wish])

    @rule(pick=PICK, which=PICK, step=st.sampled_from(("approve", "decline", "cancel", "close", "reopen")))
    def handle(self, pick: int, which: int, step: str) -> None:
        given = self.given(pick, which)
        if given is not None:
            told = {"reason": "OTHER"} if step == "decline" else {}
            attempt(getattr(returns, f"{step}_return"), self.store, self.store.orders[given.order_id], given, **told)

    @rule(pick=PICK, which=PICK, kind=st.sampled_from(dispositions.DISPOSITIONS))
    def process(self, pick: int, which: int, kind: str) -> None:
        given = self.given(pick, which)
        if given is None or not given.reverse_fulfillment_orders:
            return
        order, before, place = self.store.orders[given.order_id], self.on_hand(), self.places()[0].id
        line = given.reverse_fulfillment_orders[0].lines[0]
        done = attempt(dispositions.dispose, self.store, order, given, line, 1, type=kind, location_id=place)
        assert self.on_hand() == before + (1 if done and kind == "RESTOCKED" else 0)
        attempt(return_refunds.refund_return, self.store, order, given, {given.lines[0].id: 1})
        assert self.on_hand() == before + (1 if done and kind == "RESTOCKED" else 0)

    def given(self, pick: int, which: int) -> Return | None:
        returns = [given for order in self.store.orders.values() for given in order.returns]
        return returns[(pick + which) % len(returns)] if returns else None

    @invariant()
    def counts_agree(self) -> None:
        counting.check(self.store)


def attempt(rule, *args, **kwargs):
    """What the rule gives, or None when it refuses: then it changed nothing."""
    store = args[0]
    before = store.dump()
    try:
        return rule(*args, **kwargs)
    except Refused:
        left = store.dump()
        for counters in (before["counters"], left["counters"]):
            counters.clear()
        assert left == before
        return None


TestHistory = pytest.mark.costly("plays a hundred histories of twenty-five steps")(History.TestCase)
TestHistory.settings = settings(
    max_examples=100, stateful_step_count=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
