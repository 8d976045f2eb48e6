"""What a store is made of obeys the same counts, and what was begun outlives a restart."""

from pathlib import Path

from sandbox.generator import generate
from sandbox.rules import cancellation, fulfillment, order_edits
from sandbox.rules.async_jobs import AsyncJobs
from sandbox.rules.errors import Refused
from sandbox.state import snapshot
from sandbox.state.records import Order
from sandbox.state.store import Store
from tests.sandbox import shops
from tests.sandbox.rules import counting


def test_a_generated_store_is_one_that_the_rules_could_have_made() -> None:
    store = shops.empty_store()
    generate(store, 20, 150, 7)
    counting.check(store)
    cancelled = shipped = 0
    for order in list(store.orders.values()):
        try:
            cancellation.cancel_order(store, order, reason="OTHER", restock=False, refund=True)
            cancelled += 1
        except Refused:
            ready = [work for work in order.fulfillment_orders if work.status in ("OPEN", "IN_PROGRESS")]
            shipped += len(ready)
            for work in ready:
                fulfillment.fulfil(store, order, [(work, None)])
    counting.check(store)
    assert cancelled and shipped


def test_a_pending_cancellation_and_an_edit_outlive_a_restart(store: Store, order: Order, tmp_path: Path) -> None:
    edit = order_edits.begin_edit(store, order)
    order_edits.stage_quantity(store, edit, order.line_items[0], 1)
    job = AsyncJobs(store, delay=5).cancel_order(order, reason="STAFF", restock=True, refund=True)
    snapshot.save(store, tmp_path / "store.json")
    again = snapshot.load(tmp_path / "store.json")
    again.clock.stop_at(store.clock.advance(4))
    jobs = AsyncJobs(again)
    assert jobs.run_due() == 0
    again.clock.advance(1)
    assert (jobs.run_due(), jobs.run_due()) == (1, 0)
    found = jobs.find(job.gid)
    assert found is not None and found.done and found.error is None
    assert again.orders[order.id].cancel_reason == "STAFF"
    assert again.tables.order_edits[edit.id].staged == edit.staged
