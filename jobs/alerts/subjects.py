"""Names the subject of an alert for its reader.

The subject itself stays as it is, for programs to tell it by.
"""

from jobs import registry


def about(subject: str) -> str:
    """`Update orders of demo-store.myshopify.com` for `orders.update_orders of demo-store.myshopify.com`."""
    key, of, rest = subject.partition(" of ")
    card = registry.find(key)
    return f"{card.name}{of}{rest}" if card else subject
