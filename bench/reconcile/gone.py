"""A subscription that the shop removes without a word: how soon it is back, and how soon somebody is told."""

import threading
import time
import urllib.request

from django.db import connection

from bench.reconcile.world import ReconcileWorld
from jobs.models import Alert

TOPIC, ENUM = "orders/create", "ORDERS_CREATE"
_STEP = 0.25


class Gone:
    """Seconds from the removal; None = not yet. `page`: the console says so to whoever opens it."""

    def __init__(self, world: ReconcileWorld, cookie: str) -> None:
        self.world, self.cookie = world, cookie
        self.back: float | None = None
        self.alert: float | None = None
        self.page: float | None = None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="gone", daemon=True)

    def remove(self) -> None:
        deleted = self.world.ask_sandbox(f"webhooks/{ENUM}", method="DELETE")["deleted"]
        assert len(deleted) == 1, f"{TOPIC} was not subscribed: {deleted}"
        self._removed = time.monotonic()
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Until all three are known, or so many seconds are over since the removal."""
        self._thread.join(max(0.0, self._removed + seconds - time.monotonic()))
        self._ending.set()
        self._thread.join(30)

    def _watch(self) -> None:
        while not self._ending.wait(_STEP):
            since = time.monotonic() - self._removed
            if self.back is None and self._subscribed():
                self.back = since
            if self.alert is None and Alert.objects.filter(rule="webhooks", text__contains=TOPIC).exists():
                self.alert = since
            if self.page is None and self._on_the_page():
                self.page = since
            if None not in (self.back, self.alert, self.page):
                break
        connection.close()

    def _subscribed(self) -> bool:
        there = self.world.ask_sandbox("webhooks?state=waiting")["subscriptions"]
        return any(one["topic"] == ENUM for one in there)

    def _on_the_page(self) -> bool:
        request = urllib.request.Request(f"{self.world.web_url}/", headers={"Cookie": self.cookie})
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read().decode()
        return TOPIC in text and "removed" in text
