"""Finding events in the delivery log: by state, topic, shop, and words that are ids."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from console.lists.filters import Narrowing
from jobs.models import State
from oms.models import OrderHeader
from oms.orders.names import bare, named
from webhooks.models import WebhookEvent
from webhooks.models.event import BY_HAND, IGNORED_BY
from webhooks.topics import TOPICS

NOTHING = "nothing"
STATES = [
    *((str(state), state.label) for state in (State.PENDING, State.RUNNING, State.DONE)),
    (NOTHING, "Nothing to do"),
    *((str(state), state.label) for state in (State.DEAD, State.IGNORED)),
]
_SHOPS = 20
_LANES = ("order", "product", "return", "refund", "level")


@dataclass(frozen=True)
class EventFilters(Narrowing):
    KNOWN: ClassVar[Mapping[str, Collection[str]]] = {"state": dict(STATES)}

    q: str = ""
    state: str = ""
    topic: str = ""
    shop: str = ""

    def apply(self, events: QuerySet[WebhookEvent]) -> QuerySet[WebhookEvent]:
        chosen: dict[str, Any] = {name: value for name, value in vars(self).items() if value and name != "q"}
        if "shop" in chosen:
            chosen["shop_id"] = int(chosen.pop("shop"))
        state = _state(chosen.pop("state", ""))
        return events.filter(state, self._words(), **chosen)

    def _words(self) -> Q:
        """An event's number, Shopify's number of what it is about, an order's name, a webhook id or an event id."""
        if not self.q:
            return Q()
        return self._ids() | self._order()

    def _order(self) -> Q:
        """Of the newest orders that are called so, in whichever shops."""
        if not bare(self.q):
            return Q(pk__in=[])
        orders = OrderHeader.objects.filter(named(self.q), **({"shop_id": int(self.shop)} if self.shop else {}))
        found = orders.order_by("-id").values_list("shop_id", "gid")[:_SHOPS]
        lanes = (Q(shop_id=shop, lane=f"order:{gid.rpartition('/')[2]}") for shop, gid in found)
        return reduce(or_, lanes, Q(pk__in=[]))

    def _ids(self) -> Q:
        number = self.q.lstrip("#")
        if number.isdecimal() and len(number) < 20:
            own = Q(pk=int(number)) if int(number) < 2**63 else Q(pk__in=[])
            return own | Q(lane__in=[f"{kind}:{number}" for kind in _LANES])
        names = [topic.name for topic in TOPICS]
        return Q(topic__in=names) & (Q(webhook_id=self.q) | Q(event_id=self.q))


def _state(chosen: str) -> Q:
    if chosen == NOTHING:
        return Q(state=State.IGNORED) & ~Q(error__startswith=IGNORED_BY)
    if chosen == State.IGNORED:
        return BY_HAND
    return Q(state=chosen) if chosen else Q()


def came_since(filters: EventFilters, since: str, most: int) -> int:
    """How many have come after the event of this number, counted up to `most`."""
    if not since.isdecimal() or len(since) > 18:
        return 0
    return filters.apply(WebhookEvent.objects.filter(pk__gt=int(since)))[:most].count()


def page(filters: EventFilters, before: str, size: int) -> tuple[list[WebhookEvent], str]:
    """Newest first, without their bodies; and the mark at which the next page goes on ("" = that was all)."""
    events = filters.apply(WebhookEvent.objects.defer("body", "traceback", "headers", "digest"))
    if before.isdecimal() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    found = list(events.select_related("shop").order_by("-id")[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""
