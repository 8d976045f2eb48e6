"""Recognises a number that the shop only repeats to us.

It must not be taken for news.

A number that goes out is not the OMS's own number (safety stock and thresholds are taken off), so an echo that were
believed would take them off again and again.
"""

from datetime import datetime

from integrations.effects.models import Effect, EffectState
from oms.models import Shop


def prefix(shop: Shop, item_gid: str, location_gid: str) -> str:
    """Spells how the keys of an item's effects at a location begin.

    Those effects set what is available there; their request holds `available` in units.
    """
    item, location = item_gid.rpartition("/")[2], location_gid.rpartition("/")[2]
    return f"available:{shop.pk}:{item}:{location}:"


def is_echo(shop: Shop, item_gid: str, location_gid: str, available: int | None, taken: datetime | None) -> bool:
    """Says whether the shop only repeats what we said last.

    That is so when nothing else came of it since. `taken` = the shop's own time of the number that was taken in last,
    None = never one.
    """
    sent = Effect.objects.filter(key__startswith=prefix(shop, item_gid, location_gid), state=EffectState.CONFIRMED)
    last = sent.order_by("-ended_at").first()
    if last is None or last.ended_at is None or last.request.get("available") != available:
        return False
    return taken is None or taken <= last.ended_at
