"""Describes the apps that are installed in the shop."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.access.caller import NAMES_AND_ADDRESSES, Caller

STATIC_TOKEN = "shpat_sandbox"  # noqa: S105  (the published token of a store that holds nothing real)
CLIENT_ID = "sandbox-key"
CLIENT_SECRET = "sandbox-secret"  # noqa: S105  (as above)
_READ_AND_WRITE = (
    "products orders customers inventory locations returns order_edits fulfillments draft_orders publications "
    "merchant_managed_fulfillment_orders assigned_fulfillment_orders third_party_fulfillment_orders"
)
ALL_SCOPES = frozenset({f"{verb}_{name}" for name in _READ_AND_WRITE.split() for verb in ("read", "write")}) | {
    "read_all_orders"
}


@dataclass
class App:
    """Describes an app; `customer_data` is the level that Shopify approved, 0-2."""

    client_id: str
    client_secret: str = field(repr=False)
    title: str = "Job Manager"
    scopes: frozenset[str] = ALL_SCOPES
    customer_data: int = NAMES_AND_ADDRESSES
    id: int = 1
    installed: bool = True

    def caller(self) -> Caller:
        return Caller(self.client_id, self.scopes, self.customer_data)
