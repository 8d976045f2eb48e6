"""Does one round of what keeps work going, in any process."""

from jobs.engine import due_slots, heartbeats
from work.sweep import sweep


def tick(part: str) -> int:
    """Decide the slots that have come, sweep all kinds of work, sign as `part`; how many messages went out."""
    due_slots.decide_due()
    sent = sweep()
    heartbeats.sign(part)
    return sent
