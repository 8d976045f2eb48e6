"""Posts to addresses that people enter.

Guarded, so that nobody makes us knock on doors inside the house.
"""

from integrations.outgoing.guard import CannotSend, Place, check, check_words
from integrations.outgoing.post import post

__all__ = ["CannotSend", "Place", "check", "check_words", "post"]
