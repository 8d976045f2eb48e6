"""Signs that the receiver is alive.

The event loop itself asks for each sign: a loop that hangs takes no deliveries either.
"""

import asyncio
import contextlib
import logging
import socket

from django.conf import settings
from django.db import DatabaseError, connection

from jobs.engine import heartbeats

log = logging.getLogger(__name__)


class Signs:
    """Belongs to one event loop. `stop` takes the name off the list: who ended in good order is not silent."""

    def __init__(self) -> None:
        self._part = f"webhook receiver {socket.gethostname()}"
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await asyncio.to_thread(self._forget)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(settings.ENGINE_SWEEP_EVERY)
            await asyncio.to_thread(self._sign)

    def _sign(self) -> None:
        try:
            heartbeats.sign(self._part)
        except DatabaseError:
            log.warning("The receiver could not sign; the next round makes up for it", exc_info=True)
        finally:
            connection.close()

    def _forget(self) -> None:
        try:
            heartbeats.forget(self._part)
        except DatabaseError:
            log.warning("The receiver could not take its name off; it will be called silent", exc_info=True)
        finally:
            connection.close()
