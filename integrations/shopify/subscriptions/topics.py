"""Knows which topics can be subscribed.

The floor above hands them down.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A topic that can be subscribed.

    `name` as in Shopify's headers (orders/create). `every_shop`: wanted without being asked. `backed_by`: the key of
    the job that finds what was missed.
    """

    name: str
    every_shop: bool = False
    backed_by: str = ""

    @property
    def enum(self) -> str:
        """As the Admin API spells it: ORDERS_CREATE."""
        return self.name.replace("/", "_").upper()


_known: dict[str, Known] = {}


def hand_down(topics: Iterable[Known]) -> None:
    _known.clear()
    _known.update({topic.name: topic for topic in topics})


def known() -> dict[str, Known]:
    """By name."""
    return dict(_known)
