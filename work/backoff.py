"""Computes how long to wait before the next try."""

import random

FIRST = 5.0
LONGEST = 900.0


def seconds(attempts: int) -> float:
    """Exponential with jitter: about 5 s, 10 s, 20 s … at most 15 min, each between half and all of it."""
    ceiling: float = min(LONGEST, FIRST * 2 ** max(0, attempts - 1))
    return ceiling * random.uniform(0.5, 1.0)  # noqa: S311  (spread, not secrecy)
