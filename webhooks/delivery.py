"""Defines what a handler gets and gives back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from oms.models import Shop
from work.errors import Outspoken


class Ignored(Outspoken):
    """The event asks for nothing, or for something that must not be done; the sentence says why."""


@dataclass(frozen=True)
class Delivered:
    """An event whose topic is subscribed and whose payload has the topic's shape. `triggered_at` is unsigned.

    `keep_lease` is for a handler that takes long: it renews what this worker holds, this event and those after it.
    """

    pk: int
    shop: Shop
    topic: str
    payload: dict[str, Any]
    triggered_at: datetime | None
    received_at: datetime
    keep_lease: Callable[[], object] = lambda: None

    def gid(self, kind: str, key: str = "id") -> str:
        """The gid made of a numeric id of the payload: `delivered.gid("Order", "order_id")`."""
        return f"gid://shopify/{kind}/{int(self.payload[key])}"


@dataclass(frozen=True)
class Touched:
    """One record that an event changed, for the event's page: `Touched("product", "discontinued", "SKU-1", target)`."""

    kind: str
    action: str
    reference: str
    object_type: str = ""
    object_id: str = ""


Read = Callable[[Delivered], Any]
Apply = Callable[[Delivered, Any], Sequence[Touched]]


def nothing(_delivered: Delivered) -> None:
    return None


@dataclass(frozen=True)
class Handler:
    """Handles an event in two halves, of which each may run again.

    `read` may ask Shopify and runs outside of any transaction; `apply` gets what it found and runs inside the
    transaction that also ends the event. They may raise Ignored, Permanent and Temporary.
    """

    apply: Apply
    read: Read = nothing

    @property
    def asks(self) -> bool:
        return self.read is not nothing
