"""Taking up events until none is due."""

from jobs.engine import shutdown
from webhooks.processing import claiming
from webhooks.processing.carrying_out import carry_out


def drain() -> int:
    """How many events were taken up. Ends when none is due, or when the worker is asked to end."""
    taken = 0
    while not shutdown.asked():
        before = taken
        for claim in (claiming.batch, claiming.suspects, claiming.accused):
            events = claim()
            if events:
                carry_out(events)
            taken += len(events)
        if taken == before:
            break
    return taken
