"""Sections of an order's page, to which each room adds its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from oms.models import OrderHeader


@dataclass(frozen=True)
class OrderSection:
    """`content` makes what `template` shows as `panel`; one that is `beside` stands in the narrow column."""

    name: str
    template: str
    content: Callable[[HttpRequest, OrderHeader], dict[str, Any]]
    beside: bool = False

    @property
    def region(self) -> str:
        return f"order-{self.name}"
