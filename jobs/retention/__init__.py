"""Purges what is old.

The floors above hand their own kinds down: one job purges them all.
"""

from jobs.retention.old_rows import OldRows, every, hand_down
from jobs.retention.purge import purge

__all__ = ["OldRows", "every", "hand_down", "purge"]
