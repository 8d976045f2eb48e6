"""Taking up events until none is due."""

from webhooks.processing import claim_batch
from webhooks.processing.handle import carry_out
from work import shutdown


def drain() -> int:
    """How many events were taken up. Ends when none is due, or when the worker is asked to end."""
    taken = 0
    while not shutdown.asked():
        before = taken
        for claim in (claim_batch.batch, claim_batch.suspects, claim_batch.accused):
            events = claim()
            if events:
                carry_out(events)
            taken += len(events)
        if taken == before:
            break
    return taken
