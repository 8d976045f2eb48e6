"""Asks PostgreSQL and Valkey whether they answer, how soon, and their version."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import redis
from django.conf import settings
from django.db import DatabaseError, connection

PATIENCE = 1.0  # seconds that Valkey is given


@dataclass(frozen=True)
class Server:
    """`milliseconds`: how long its answer took, 0 when none came."""

    name: str
    version: str = ""
    milliseconds: float = 0.0

    @property
    def works(self) -> bool:
        return bool(self.version)


def listed() -> list[Server]:
    """Never raises. Whether PostgreSQL hangs must have been found out before (`health.problems`): it is just asked."""
    return [postgresql(), valkey()]


def postgresql() -> Server:
    def ask() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return str(cursor.fetchone()[0]).split(" ", maxsplit=1)[0]

    return _timed("PostgreSQL", ask, DatabaseError)


def valkey() -> Server:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)

    def ask() -> str:
        info = client.info("server")
        return str(info.get("valkey_version") or info.get("redis_version") or "unknown")

    try:
        return _timed("Valkey", ask, redis.RedisError)
    finally:
        client.close()


def _timed(name: str, ask: Callable[[], str], failure: type[Exception]) -> Server:
    begun = time.perf_counter()
    try:
        version = ask()
    except failure:
        return Server(name)
    return Server(name, version, (time.perf_counter() - begun) * 1000)
