"""The wake-up call for events: one for any number of them, because a message for each costs more than the event."""

from jobs.engine import wake

TASK = "webhooks.drain"
QUEUE = "webhooks"


def drain() -> bool:
    """Whether the message went out; when it didn't, the sweeper finds the rows within seconds."""
    return wake.publish(TASK, (), QUEUE)
