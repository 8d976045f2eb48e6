"""A room's card: its addresses, and what it adds to other pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import URLPattern

from console.frame.needs import NeedMaker
from console.frame.order_sections import OrderSection
from console.frame.panels import Panel


@dataclass(frozen=True)
class Room:
    """Says what a room adds to other pages, in the order shown.

    `needs` make rows under "Needs you", `panels` are sections of categories' pages, `order_sections` of an order's.
    """

    name: str
    addresses: Sequence[URLPattern]
    needs: tuple[NeedMaker, ...] = ()
    panels: tuple[Panel, ...] = ()
    order_sections: tuple[OrderSection, ...] = ()
