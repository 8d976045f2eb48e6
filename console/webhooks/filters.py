"""Filters the delivery log by state, topic, shop and ids."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import Q, QuerySet

from console.lists.filters import Narrowing
from console.lists.paging import BY_ID, Page
from integrations.text import as_id, as_shopifys_number
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
        """Conditions on its number, Shopify's numbers, an order's name.

        And on its webhook id and its event id.
        """
        if not self.q:
            return Q()
        return self._ids() | self._order()

    def _order(self) -> Q:
        """Events of the newest orders of this name, in all shops."""
        if not bare(self.q):
            return Q(pk__in=[])
        orders = OrderHeader.objects.filter(named(self.q), **({"shop_id": int(self.shop)} if self.shop else {}))
        found = orders.order_by("-id").values_list("shop_id", "gid")[:_SHOPS]
        lanes = (Q(shop_id=shop, lane=f"order:{gid.rpartition('/')[2]}") for shop, gid in found)
        return reduce(or_, lanes, Q(pk__in=[]))

    def _ids(self) -> Q:
        number = self.q.lstrip("#")
        if as_shopifys_number(number):
            own = as_id(number)
            return Q(pk__in=[] if own is None else [own]) | Q(lane__in=[f"{kind}:{number}" for kind in _LANES])
        names = [topic.name for topic in TOPICS]
        return Q(topic__in=names) & (Q(webhook_id=self.q) | Q(event_id=self.q))


def _state(chosen: str) -> Q:
    if chosen == NOTHING:
        return Q(state=State.IGNORED) & ~Q(error__startswith=IGNORED_BY)
    if chosen == State.IGNORED:
        return BY_HAND
    return Q(state=chosen) if chosen else Q()


def came_since(filters: EventFilters, since: str, most: int) -> int:
    """Counts events that came after this one, at most `most`."""
    mark = BY_ID.read(since)
    return filters.apply(WebhookEvent.objects.filter(BY_ID.before(mark)))[:most].count() if mark else 0


def page(filters: EventFilters, before: str, size: int) -> Page[WebhookEvent]:
    """The newest matches after the mark `before`, without their bodies."""
    events = WebhookEvent.objects.select_related("shop").defer("body", "traceback", "headers", "digest")
    return BY_ID.page(filters.apply(events), before, size)
