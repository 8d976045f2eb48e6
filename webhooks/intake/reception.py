"""Takes deliveries in: HTTP, a committed row, 200.

It stands in front of Django, in a process of its own.
"""

import asyncio
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from webhooks.intake import verify
from webhooks.intake.keyring import FRESH, RETRY, Keyring
from webhooks.intake.rate_limit import Seldom
from webhooks.intake.verify import Refusal
from webhooks.intake.waker import Waker
from webhooks.intake.writer import Unwritten, Writer

log = logging.getLogger(__name__)
Receive = Callable[[], Awaitable[dict[str, Any]]]
Headers = dict[str, str]
KEYS_PATIENCE = 1.5

AWAY = Refusal(503, "The database is away; please come again.\n")
TOO_LARGE = Refusal(413, "The body is too large.\n")


class Reception:
    """Everything one process needs to take deliveries in."""

    def __init__(self, keyring: Keyring | None = None) -> None:
        self.keyring = keyring or Keyring()
        self._waker = Waker()
        self._writer = Writer(self._waker)
        self._reader = ThreadPoolExecutor(1, "webhook keys")
        self._alerts = Seldom()
        self._reading: asyncio.Future[None] | None = None
        self._blind_until = 0.0

    def start(self) -> None:
        # A thread that comes back from the database must not wait five milliseconds for its turn.
        sys.setswitchinterval(0.0005)
        self._waker.start()
        self._writer.start()

    def stop(self) -> None:
        self._writer.stop()
        self._waker.stop()
        self._reader.shutdown(wait=False)

    async def take(self, headers: Headers, receive: Receive) -> Refusal | None:
        """None: the row is committed."""
        if not await self._keys(FRESH) and self.keyring.empty:
            return AWAY
        limit: int = settings.WEBHOOK_BODY_LIMIT
        announced = headers.get("content-length", "")
        if announced.isdecimal() and (len(announced) > 15 or int(announced) > limit):
            return await self._oversize(headers, int(announced[:15]))
        body = await _read(receive, limit)
        if isinstance(body, Refusal):
            return await self._oversize(headers, limit + 1) if body is TOO_LARGE else body
        return await self._write(headers, body)

    async def _write(self, headers: Headers, body: bytes) -> Refusal | None:
        row = verify.judge(headers, body, self.keyring)
        if isinstance(row, Refusal) and self.keyring.older_than(RETRY) and await self._keys(RETRY):
            row = verify.judge(headers, body, self.keyring)
        if isinstance(row, Refusal):
            return row
        try:
            await self._writer.write(row)
        except Unwritten as error:
            return AWAY if error.temporary else Refusal(422, "This delivery can't be kept.\n")
        return None

    async def _oversize(self, headers: Headers, size: int) -> Refusal:
        """An unsigned request may make one row in ten seconds, not more."""
        row = verify.oversize(headers, size, settings.WEBHOOK_BODY_LIMIT, self.keyring)
        if row and self._alerts.now():
            try:
                await self._writer.write(row)
            except Unwritten as error:
                log.warning("The row about a body too large could not be written: %s", error)
        return TOO_LARGE

    async def _keys(self, older_than: float) -> bool:
        """Says whether the keys are as fresh as asked for.

        One reads for all, and nobody waits long: a database that hangs must not use up the five seconds that Shopify
        has.
        """
        if not self.keyring.older_than(older_than):
            return True
        if time.monotonic() < self._blind_until:
            return False
        if self._reading is None or self._reading.done():
            loop = asyncio.get_running_loop()
            self._reading = loop.run_in_executor(self._reader, self.keyring.read, older_than)
        try:
            async with asyncio.timeout(KEYS_PATIENCE):
                await asyncio.shield(self._reading)
        except (DatabaseError, InterfaceError, TimeoutError) as error:
            self._blind_until = time.monotonic() + RETRY
            log.warning("The secrets could not be read: %s", error or "the database does not answer")
            return False
        return True


async def _read(receive: Receive, limit: int) -> bytes | Refusal:
    """Reads the whole body.

    A sender that is too slow, or sends more than was announced, is sent away.
    """
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(settings.WEBHOOK_BODY_PATIENCE):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return Refusal(400, "The sender went away.\n")
                part = message.get("body", b"")
                size += len(part)
                if size > limit:
                    return TOO_LARGE
                parts.append(part)
                if not message.get("more_body"):
                    return b"".join(parts)
    except TimeoutError:
        return Refusal(408, "The body came too slowly.\n")
