"""Turns what happens in the store into deliveries to its apps."""

import itertools
import random
import time
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sandbox.graphql.versions import SUPPORTED
from sandbox.state.base import Node
from sandbox.state.webhook_records import WebhookSubscription
from sandbox.webhooks import sender, subscriptions
from sandbox.webhooks.delivery import DELIVERED, FAILED, LOST, WAITING, Delivery, Try
from sandbox.webhooks.encoding import encode
from sandbox.webhooks.payloads import build
from sandbox.webhooks.queue import Queue

if TYPE_CHECKING:
    from sandbox.world import World

# Several changes of one record within a moment are told once, as the last of them left it.
COALESCED = frozenset(
    {"orders/updated", "products/update", "customers/update", "inventory_items/update", "inventory_levels/update"}
)
COALESCE_SECONDS = 0.3
PLAIN_HOSTS = ("127.0.0.1", "localhost", "::1")


class Webhooks:
    """Sends webhooks; `plain_hosts` may be called over http.

    A real shop allows none.
    """

    def __init__(self, world: "World") -> None:
        self._world = world
        self._numbers = itertools.count(1)
        self._random = random.Random(1)  # noqa: S311  (not for secrets)
        self.plain_hosts: tuple[str, ...] = PLAIN_HOSTS
        self.coalesce = COALESCE_SECONDS
        self.queue = Queue(world.store.clock, self._send)
        world.store.listeners.append(self.happened)

    def subscriptions(self, app_id: str) -> list[WebhookSubscription]:
        return subscriptions.of_app(self._world.store, app_id)

    def happened(self, topic: str, record: Node, extra: dict[str, Any]) -> None:
        """Listens to the store under its lock: payloads are true now."""
        store = self._world.store
        wanted = topic.replace("/", "_").upper()
        told = [one for one in store.tables.webhook_subscriptions.values() if one.topic == wanted]
        payload = build(store, topic, record, extra) if told else None
        if payload is None:
            return
        body, event_id = encode(payload), str(uuid.uuid4())
        for one in told:
            self._enqueue(one, topic, record.gid, body, event_id)

    def send_directly(self, topic: str, payload: Mapping[str, Any], address: str, app_id: str) -> Delivery:
        """Sends a topic of privacy law, which needs no subscription.

        The address is that of the app's settings.
        """
        made = self._make(topic, address, app_id, encode(payload), about="", event_id=str(uuid.uuid4()))
        self.queue.put(made)
        return made

    def forget(self, subscription: WebhookSubscription) -> None:
        """Deletes a subscription silently, as Shopify does after failures."""
        with self._world.store.lock:
            self._world.store.discard(subscription)

    def _enqueue(self, one: WebhookSubscription, topic: str, about: str, body: bytes, event_id: str) -> None:
        now = self._world.store.clock.now()
        if topic in COALESCED and self.queue.refresh((one.id, about, topic), body, now):
            return
        made = self._make(topic, one.uri, one.app_id, body, about=about, event_id=event_id)
        made.subscription_id, made.name = one.id, one.name
        if topic in COALESCED:
            made.ready_at += self.coalesce
        for delivery in self._befallen(made):
            self.queue.put(delivery)

    def _make(self, topic: str, address: str, app_id: str, body: bytes, *, about: str, event_id: str) -> Delivery:
        now = self._world.store.clock.now()
        return Delivery(
            id=next(self._numbers),
            topic=topic,
            address=address,
            secret=self._world.access.app(app_id).client_secret,
            body=body,
            about=about,
            event_id=event_id,
            triggered_at=now,
            due_at=now,
            ready_at=time.monotonic(),
            api_version=SUPPORTED[0],
        )

    def _befallen(self, made: Delivery) -> list[Delivery]:
        """Applies planted faults to a delivery: none, one or two remain."""
        faults, topic = self._world.faults, made.topic
        if faults.strike("webhook_lost", topic=topic):
            made.state = LOST
            self.queue.end(made)
            return []
        if faults.strike("webhook_wrong_hmac", topic=topic):
            made.secret = "not-the-secret"  # noqa: S105
        if late := faults.strike("webhook_late", topic=topic):
            made.ready_at += self._random.uniform(0, late.settings["seconds"])
        if not (doubled := faults.strike("webhook_doubled", topic=topic)):
            return [made]
        twin = Delivery(**{**vars(made), "id": next(self._numbers), "tries": []})
        if not doubled.settings["same_delivery"]:
            twin.webhook_id = str(uuid.uuid4())
        return [made, twin]

    def _send(self, delivery: Delivery) -> None:
        begun, at = time.monotonic(), self._world.store.clock.now()
        status, error = sender.post(delivery, self._world.store.shop.myshopify_domain)
        delivery.tries.append(Try(at, status, error, time.monotonic() - begun))
        if delivery.tries[-1].succeeded:
            delivery.state = DELIVERED
            self.queue.end(delivery)
        elif delivery.exhausted:
            delivery.state = FAILED
            self.queue.end(delivery)
            self._give_up(delivery)
        else:
            delivery.due_at = at + delivery.wait()
            delivery.state = WAITING

    def _give_up(self, delivery: Delivery) -> None:
        subscription = self._world.store.tables.webhook_subscriptions.get(delivery.subscription_id or 0)
        if subscription is None:
            return
        self.forget(subscription)
        for other in self.queue.of_subscription(subscription.id):
            if other.state == WAITING:
                other.state = FAILED
                self.queue.end(other)
