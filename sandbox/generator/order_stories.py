"""Chooses what becomes of each order, and how often."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sandbox.generator import changed_orders, open_orders, returned_orders, shipped_orders
from sandbox.generator.market import Market
from sandbox.state.records import Order

Story = Callable[[Market, datetime], Order]
# Per thousand: among the orders of the last ten days, and among older ones.
STORIES: dict[Story, tuple[int, int]] = {
    open_orders.paid: (380, 40),
    open_orders.authorized: (70, 10),
    open_orders.unpaid: (30, 10),
    open_orders.bank_deposit: (15, 5),
    open_orders.partly_paid: (10, 3),
    open_orders.on_hold: (15, 3),
    open_orders.preorder: (60, 40),
    open_orders.split: (25, 5),
    open_orders.pickup: (25, 5),
    open_orders.without_address: (4, 2),
    open_orders.mixed_with_digital: (15, 5),
    shipped_orders.partly: (45, 15),
    shipped_orders.still_open: (90, 60),
    shipped_orders.archived: (40, 520),
    shipped_orders.collected: (15, 30),
    shipped_orders.at_the_counter: (40, 60),
    shipped_orders.digital: (25, 25),
    shipped_orders.test_order: (6, 4),
    changed_orders.cancelled_unpaid: (8, 10),
    changed_orders.cancelled_authorized: (10, 15),
    changed_orders.cancelled_paid: (20, 25),
    changed_orders.line_called_off: (12, 12),
    changed_orders.edited_added: (12, 6),
    changed_orders.edited_removed: (12, 6),
    returned_orders.refunded_whole: (4, 20),
    returned_orders.refunded_partly: (6, 30),
    returned_orders.appeased: (2, 12),
    returned_orders.return_requested: (5, 3),
    returned_orders.return_open: (5, 5),
    returned_orders.return_closed: (2, 25),
}
_RECENT = timedelta(days=10)


class StoryPicker:
    """Chooses each order's story; every one comes at least once.

    That needs orders enough.
    """

    def __init__(self, rng: Random, count: int, anchor: datetime) -> None:
        self._rng, self._recent = rng, anchor - _RECENT
        self._stories = list(STORIES)
        self._weights = {young: [pair[not young] for pair in STORIES.values()] for young in (True, False)}
        chosen = rng.sample(range(count), min(count, len(self._stories)))
        self._once = dict(zip(chosen, self._stories, strict=False))

    def story(self, number: int, at: datetime) -> Story:
        """Chooses for the order at this place (from 0), placed at `at`."""
        fixed = self._once.get(number)
        return fixed or self._rng.choices(self._stories, self._weights[at >= self._recent])[0]
