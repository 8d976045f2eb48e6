"""Queues deliveries, and sends them by a few threads."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sandbox.state.clock import Clock
from sandbox.webhooks.delivery import SENDING, WAITING, Delivery

SENDERS = 8
TICK = 0.05
KEPT = 5000


class Queue:
    """Calls `send` in a thread per due delivery.

    The delivery then waits again or ends.
    """

    def __init__(self, clock: Clock, send: Callable[[Delivery], None]) -> None:
        self._clock = clock
        self._send = send
        self._changed = threading.Condition()
        self._waiting: dict[int, Delivery] = {}
        self._ended: deque[Delivery] = deque(maxlen=KEPT)
        self._busy = 0
        self._thread: threading.Thread | None = None
        self._pool = ThreadPoolExecutor(SENDERS, "webhook sender")

    def put(self, delivery: Delivery) -> None:
        with self._changed:
            self._waiting[delivery.id] = delivery
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def end(self, delivery: Delivery) -> None:
        with self._changed:
            self._waiting.pop(delivery.id, None)
            self._ended.append(delivery)
            self._changed.notify_all()

    def refresh(self, key: tuple[int, str, str], body: bytes, at: datetime) -> bool:
        """Gives a waiting delivery the newer body; whether one was there.

        `key` is (subscription, record, topic); one that was tried does not count.
        """
        with self._changed:
            for one in reversed(self._waiting.values()):
                if (one.subscription_id, one.about, one.topic) == key and one.state == WAITING and not one.tries:
                    one.body, one.triggered_at = body, at
                    return True
        return False

    def of_subscription(self, number: int) -> list[Delivery]:
        with self._changed:
            return [one for one in self._waiting.values() if one.subscription_id == number]

    def everything(self) -> list[Delivery]:
        """Lists those that wait and the latest that ended, by number."""
        with self._changed:
            return sorted([*self._waiting.values(), *self._ended], key=lambda one: one.id)

    def settle(self, seconds: float) -> bool:
        """Waits until nothing is due or being sent; False when too late."""
        until = time.monotonic() + seconds
        with self._changed:
            while self._busy or any(self._is_due(one) for one in self._waiting.values()):
                if not self._changed.wait(min(TICK, max(0.0, until - time.monotonic()))) and time.monotonic() > until:
                    return False
        return True

    def _run(self) -> None:
        while True:
            with self._changed:
                due = self._due()
                if not due:
                    self._changed.wait(TICK if self._waiting else None)
                for one in due:
                    one.state = SENDING
                self._busy += len(due)
            for one in due:
                self._pool.submit(self._work, one)

    def _due(self) -> list[Delivery]:
        real = time.monotonic()
        due = [
            one for one in self._waiting.values() if one.state == WAITING and self._is_due(one) and one.ready_at <= real
        ]
        return sorted(due, key=lambda one: one.ready_at)

    def _is_due(self, one: Delivery) -> bool:
        """Says whether to send it; a first try waits for no clock."""
        return not one.tries or one.due_at <= self._clock.now()

    def _work(self, delivery: Delivery) -> None:
        try:
            self._send(delivery)
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()
