"""Does what people may do with events and subscriptions.

Each deed and its audit row are one transaction.
"""

from jobs.services.run_control import NotPossible
from webhooks.services.data_requests import answer_request, export_held
from webhooks.services.events import ignore_event, ignore_events, replay_event, replay_events
from webhooks.services.subscriptions import acknowledge_removal, subscribe, unsubscribe

__all__ = [
    "NotPossible",
    "acknowledge_removal",
    "answer_request",
    "export_held",
    "ignore_event",
    "ignore_events",
    "replay_event",
    "replay_events",
    "subscribe",
    "unsubscribe",
]
