"""Wakes a worker for events: one message for any number.

One for each costs more than the event.
"""

from work import broker

TASK = "webhooks.drain"
QUEUE = "webhooks"


def drain() -> bool:
    """Whether the message went out; when it didn't, the sweeper finds the rows within seconds."""
    return broker.publish(TASK, (), QUEUE)
