"""Shares the cost budget of all workers in Redis.

Without Redis each worker goes by its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from redis import Redis, RedisError

from shopify_client.budget import CLOSE_ENOUGH, LocalBudget, ThrottleStatus

logger = logging.getLogger(__name__)

# The state is worth nothing once the bucket has refilled, which takes 20 s at the sizes seen so far.
KEEP_SECONDS = 600
# After a failure Redis is left alone this long: many calls must not each wait for it to time out.
REST_SECONDS = 5.0

# One step on the server, by the server's clock: two workers never spend the same points.
_TAKE = """
local held = redis.call('HMGET', KEYS[1], 'maximum', 'available', 'rate', 'at')
if not held[1] then return '0' end
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local maximum, rate, cost = tonumber(held[1]), math.max(tonumber(held[3]), 1), tonumber(ARGV[1])
local available = math.min(maximum, tonumber(held[2]) + math.max(0, now - tonumber(held[4])) * rate)
local missing = math.min(cost, maximum) - available
if missing > tonumber(ARGV[2]) then return tostring(missing / rate) end
redis.call('HSET', KEYS[1], 'available', tostring(available - cost), 'at', string.format('%.6f', now))
return '0'
"""

_TOLD = """
local time = redis.call('TIME')
local now = string.format('%.6f', tonumber(time[1]) + tonumber(time[2]) / 1000000)
redis.call('HSET', KEYS[1], 'maximum', ARGV[1], 'available', ARGV[2], 'rate', ARGV[3], 'at', now)
redis.call('EXPIRE', KEYS[1], ARGV[4])
return '0'
"""


class SharedBudget:
    """For all workers, in Redis under `shopify:budget:<domain>`. When Redis fails, each goes by its own estimate."""

    def __init__(self, redis: Redis, domain: str, clock: Callable[[], float]) -> None:
        self.key = f"shopify:budget:{domain}"
        self._local = LocalBudget(clock)
        self._clock = clock
        self._rest_until = float("-inf")
        self._take = redis.register_script(_TAKE)
        self._told = redis.register_script(_TOLD)

    def take(self, cost: float) -> float:
        answer = self._run(self._take, [cost, CLOSE_ENOUGH])
        return self._local.take(cost) if answer is None else float(answer)

    def learn(self, status: ThrottleStatus) -> None:
        self._local.learn(status)
        self._run(self._told, [status.maximum, status.available, status.restore_rate, KEEP_SECONDS])

    def _run(self, script: Any, arguments: list[float]) -> Any:
        """The script's answer, or None when Redis has none to give: a budget is a hint, never a reason to fail."""
        if self._clock() < self._rest_until:
            return None
        try:
            return script(keys=[self.key], args=arguments)
        except RedisError as error:
            self._rest_until = self._clock() + REST_SECONDS
            logger.warning("No shared cost budget: %s", type(error).__name__)
            return None
