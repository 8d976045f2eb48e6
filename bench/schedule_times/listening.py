"""When each message came into the broker, by a listener that takes it out at once."""

import json
import time
from typing import Any

import redis
from django.conf import settings

from bench.schedule_times.clocks import QUEUE, Clock


def minute(clock: Clock, count: int, patience: float) -> list[float]:
    """Seconds after the next full minute at which each of `count` messages was there; fewer when patience ended.

    Begins to listen at once; what comes before the minute belongs to the one before and is not counted.
    """
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.delete(QUEUE)
    begins = (int(time.time()) // 60 + 1) * 60
    came: list[float] = []
    while len(came) < count and time.time() < begins + patience:
        # All that is there at once: one by one, taking two hundred out would take longer than sending them.
        popped: Any = client.blmpop(1.0, 1, QUEUE, direction="LEFT", count=count)
        if popped is None:
            continue
        at = time.time()
        if at >= begins:
            came += [at - begins for raw in popped[1] if json.loads(raw)["headers"]["task"] == clock.task]
    client.close()
    return came


def seconds_to_the_minute() -> float:
    return 60 - time.time() % 60
