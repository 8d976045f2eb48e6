"""Describes the app that a request's token belongs to."""

from dataclasses import dataclass

# Levels of access to protected customer data (Shopify's page of that name): 1 the customer and their orders,
# 2 also name, address, phone and email.
NO_CUSTOMER_DATA = 0
CUSTOMERS = 1
NAMES_AND_ADDRESSES = 2


@dataclass(frozen=True)
class Caller:
    """Holds the app's id and the scopes that it was granted.

    As Shopify writes them (read_orders); a write scope includes the read one.
    """

    app_id: str
    scopes: frozenset[str]
    customer_data: int = NAMES_AND_ADDRESSES

    def may(self, scope: str) -> bool:
        if scope in self.scopes:
            return True
        return scope.startswith("read_") and f"write_{scope.removeprefix('read_')}" in self.scopes
