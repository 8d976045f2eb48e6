"""What can become of an order, and how often it does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sandbox.generator import returned, shipped, undone, waiting
from sandbox.generator.market import Market
from sandbox.state.records import Order

Story = Callable[[Market, datetime], Order]
# Per thousand: among the orders of the last ten days, and among older ones.
STORIES: dict[Story, tuple[int, int]] = {
    waiting.paid: (380, 40),
    waiting.authorized: (70, 10),
    waiting.unpaid: (30, 10),
    waiting.bank_deposit: (15, 5),
    waiting.partly_paid: (10, 3),
    waiting.on_hold: (15, 3),
    waiting.preorder: (60, 40),
    waiting.split: (25, 5),
    waiting.pickup: (25, 5),
    waiting.without_address: (4, 2),
    waiting.mixed_with_digital: (15, 5),
    shipped.partly: (45, 15),
    shipped.still_open: (90, 60),
    shipped.archived: (40, 520),
    shipped.collected: (15, 30),
    shipped.at_the_counter: (40, 60),
    shipped.digital: (25, 25),
    shipped.test_order: (6, 4),
    undone.cancelled_unpaid: (8, 10),
    undone.cancelled_authorized: (10, 15),
    undone.cancelled_paid: (20, 25),
    undone.line_called_off: (12, 12),
    undone.edited_added: (12, 6),
    undone.edited_removed: (12, 6),
    returned.refunded_whole: (4, 20),
    returned.refunded_partly: (6, 30),
    returned.appeased: (2, 12),
    returned.return_requested: (5, 3),
    returned.return_open: (5, 5),
    returned.return_closed: (2, 25),
}
_RECENT = timedelta(days=10)


class Teller:
    """Chooses the story of each of `count` orders. Each is told at least once when there are orders enough."""

    def __init__(self, rng: Random, count: int, anchor: datetime) -> None:
        self._rng, self._recent = rng, anchor - _RECENT
        self._stories = list(STORIES)
        self._weights = {young: [pair[not young] for pair in STORIES.values()] for young in (True, False)}
        chosen = rng.sample(range(count), min(count, len(self._stories)))
        self._once = dict(zip(chosen, self._stories, strict=False))

    def story(self, number: int, at: datetime) -> Story:
        """Of the order with this place in the row (from 0), placed at `at`."""
        fixed = self._once.get(number)
        return fixed or self._rng.choices(self._stories, self._weights[at >= self._recent])[0]
