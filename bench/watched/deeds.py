"""What the merchant does, and what the operator must then see without touching anything."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator

from bench.watched.merchant import Merchant


@dataclass(frozen=True)
class Deed:
    """`ready` fills everything in and answers the button; then the page's region has changed, and holds `shows`."""

    name: str
    ready: Callable[[Merchant], Locator]
    region: str
    shows: str


PAID = Deed("pay", lambda at: at.change("Pay", "Pay"), "#order-facts", "Sale")
NOTED = Deed(
    "note and tags", lambda at: at.change("Note, tags", "Save", tags="gift, ring twice"), "#order-facts", "ring twice"
)
EDITED = Deed("edit", lambda at: at.change("Edit quantities", "Save", line="3"), "#order-items", "Item")
REFUNDED = Deed(
    "refund of a unit",
    lambda at: at.change("Refund", "Refund", line="1", restock_type="CANCEL"),
    "#order-items",
    "Cancelled",
)
FULFILLED = Deed("fulfil", lambda at: at.change("Fulfil from", "Fulfil"), "#order-touched", "orders/updated")
RETURNED = Deed("return", lambda at: at.change("Return", "Create return", shipped="1"), "#order-returns", "Accepted")
RECEIVED = Deed(
    "receive the return", lambda at: at.change("Return #", "Receive and pay back"), "#order-returns", "Restocked"
)
CANCELLED = Deed("cancel", lambda at: at.change("Cancel the order", "Cancel order"), "#order-head", "Cancelled")

# Two lives of an order: one that is sent and partly comes back, one that is called off.
SENT = (PAID, NOTED, EDITED, REFUNDED, FULFILLED, RETURNED, RECEIVED)
CALLED_OFF = (PAID, CANCELLED)
