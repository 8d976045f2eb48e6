"""A door before a server that can leave whoever is connected standing there: nothing passes, nothing is closed.

So a connection looks to its client when a firewall has forgotten it or the machine at the other end is gone. New
connections are let through.
"""

import asyncio
import threading
from contextlib import suppress

from jobmanager.embedded.server import free_port


class Proxy:
    """To a port of this machine."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, free_port()
        self._loop = asyncio.new_event_loop()
        self._passing: set[asyncio.Task[None]] = set()
        self._standing: list[asyncio.StreamWriter] = []
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def stop(self) -> None:
        """Close everything, those left standing too."""
        self.silence()
        for end in self._standing:
            self._loop.call_soon_threadsafe(end.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def silence(self) -> int:
        """Leave all that are connected now standing; how many they are."""
        return asyncio.run_coroutine_threadsafe(self._silence(), self._loop).result(10)

    async def _listen(self) -> None:
        await asyncio.start_server(self._come, "127.0.0.1", self.port)

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            to_server = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        task = asyncio.ensure_future(self._carry((reader, to_server[1]), (to_server[0], writer)))
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)

    async def _carry(self, *ways: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
        """Until one end closes. Cancelled, the sockets stay open: nobody hears that nobody carries any more."""
        ends = [goal for _, goal in ways]
        passing = [asyncio.ensure_future(self._pass(*way)) for way in ways]
        try:
            await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self._standing += ends
            return
        finally:
            for one in passing:
                one.cancel()
            await asyncio.gather(*passing, return_exceptions=True)
        for end in ends:
            end.close()

    async def _pass(self, source: asyncio.StreamReader, goal: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while told := await source.read(65536):
                goal.write(told)
                await goal.drain()

    async def _silence(self) -> int:
        tasks = list(self._passing)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return len(tasks)
