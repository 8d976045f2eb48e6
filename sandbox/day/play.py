"""Plays some actions one after the other, as the dice fall."""

from random import Random

from sandbox.day import actions
from sandbox.rules.errors import Refused
from sandbox.state.base import Record
from sandbox.state.records import Order
from sandbox.state.store import Store

# Mostly orders; of the rest so many that a short day has some of each.
WORDS: dict[str, tuple[actions.Action, int]] = {
    "placed": (actions.place, 8),
    "paid": (actions.pay_later, 2),
    "edited": (actions.take_one_off, 2),
    "cancelled": (actions.cancel, 2),
    "refunded": (actions.give_money_back, 2),
    "shipped": (actions.ship, 3),
}


class Done(Record, kw_only=True):
    """Pairs an action with the order as it is after it."""

    deed: str
    order: Order


def play(store: Store, count: int, seed: int) -> list[Done]:
    """Plays at most `count` actions.

    One that finds no order, or that the shop refuses, is left out.
    """
    dice = Random(seed)  # noqa: S311  (no secret: the same day again is what it is for)
    names = dice.choices(list(WORDS), [weight for _, weight in WORDS.values()], k=count)
    found = []
    for name in names:
        with store.lock:
            try:
                order = WORDS[name][0](store, dice)
            except Refused:
                continue
            if order is not None:
                found.append(Done(deed=name, order=order))
    return found
