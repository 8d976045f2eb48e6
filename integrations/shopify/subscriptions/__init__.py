"""Keeps a shop's webhook subscriptions as we want them.

The list of topics stands above, in `webhooks/topics.py`, and is handed down at start-up: see `known`.
"""

from integrations.shopify.subscriptions.address import address_problem
from integrations.shopify.subscriptions.changes import Change, action
from integrations.shopify.subscriptions.compare import Comparison, compare, forget
from integrations.shopify.subscriptions.remote import Remote, listed
from integrations.shopify.subscriptions.topics import Known, hand_down, known

__all__ = [
    "Change",
    "Comparison",
    "Known",
    "Remote",
    "action",
    "address_problem",
    "compare",
    "forget",
    "hand_down",
    "known",
    "listed",
]
