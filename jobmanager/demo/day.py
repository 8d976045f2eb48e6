"""Plays a day of the shop and follows it by webhook."""

import json
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from oms.models import OrderHeader, Shop
from work.item import ACTIVE

PARTS = 6
DEEDS = 6
_PAUSE = 0.5
_PATIENCE = 120.0
_NEVER = datetime.min.replace(tzinfo=UTC)


class Missing(Exception):
    """Orders whose last change did not arrive."""


def spend(shop: Shop, url: str, tick: Callable[[], None]) -> str:
    """Let a day pass; answer = a sentence about it. Raises Missing when not all of it arrived in time."""
    done = list(_happen(shop, url, tick))
    last = {one["order"]: (one["name"], datetime.fromisoformat(one["updated_at"])) for one in done}
    seconds = _until(lambda: _missing(shop, last), tick)
    _until(lambda: _on_their_way(shop, url), tick)  # what the orders moved of products and stock, too
    kinds = Counter(one["deed"] for one in done)
    told = ", ".join(f"{number} {deed}" for deed, number in kinds.most_common())
    return f"A day of the shop: {told}; the last change of an order was in the OMS after {seconds:.1f} s"


def _until(left: Callable[[], list[str]], tick: Callable[[], None]) -> float:
    """Seconds until nothing is left."""
    began = time.monotonic()
    while names := left():
        if time.monotonic() - began > _PATIENCE:
            raise Missing(f"Not there within {_PATIENCE:.0f} s: {', '.join(names[:5])}; see Webhooks in the console")
        tick()
        time.sleep(0.1)
    return time.monotonic() - began


def _happen(shop: Shop, url: str, tick: Callable[[], None]) -> Iterator[dict[str, Any]]:
    """Another day each time: the dice are as many as there are orders."""
    seed = OrderHeader.objects.filter(shop=shop).count()
    for part in range(PARTS):
        yield from _ask(f"{url}/__sandbox/day", {"deeds": DEEDS, "seed": seed * PARTS + part})
        give_up = time.monotonic() + _PAUSE
        while time.monotonic() < give_up:
            tick()
            time.sleep(0.1)


def _ask(url: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(url, data, timeout=30) as answer:
        return json.load(answer)


def _missing(shop: Shop, last: dict[str, tuple[str, datetime]]) -> list[str]:
    """Names of the orders that the OMS does not have as they were last."""
    ours = dict(OrderHeader.objects.filter(shop=shop, gid__in=last).values_list("gid", "source_updated_at"))
    return [name for gid, (name, changed) in last.items() if (ours.get(gid) or _NEVER) < changed]


def _on_their_way(shop: Shop, url: str) -> list[str]:
    """Topics of webhooks that the store has still to send, or that we have still to work on."""
    from webhooks.models import WebhookEvent

    sending = [
        one["topic"]
        for state in ("waiting", "sending")
        for one in _ask(f"{url}/__sandbox/webhooks?state={state}")["deliveries"]
    ]
    working = WebhookEvent.objects.filter(shop=shop, state__in=ACTIVE).values_list("topic", flat=True)[:PARTS]
    return sending or list(working)
