"""Speaks HTTP around the reception: one address, POST only.

Answers are a status and a sentence.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from webhooks.intake.heartbeat import Signs
from webhooks.intake.reception import Headers, Receive, Reception
from webhooks.intake.verify import Refusal

PATH = "/hooks/shopify/"
HEALTH = "/hooks/health/"
UNREAD = (408, 413)
MOST_UNREAD = 16 * 1024 * 1024
PATIENCE = 2.0
Send = Callable[[dict[str, Any]], Awaitable[None]]
Scope = dict[str, Any]


class Application:
    def __init__(self) -> None:
        self._reception: Reception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        signs = Signs()
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._reception = Reception()
                self._reception.start()
                signs.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._reception:
                    self._reception.stop()
                await signs.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == HEALTH:
            await _send(send, 200, "")
        elif scope["path"] != PATH:
            await _send(send, 404, "There is nothing here.\n")
        elif scope["method"] != "POST":
            await _send(send, 405, "Webhooks are posted.\n")
        else:
            assert self._reception is not None
            refusal = await self._reception.take(_headers(scope), receive)
            if refusal and refusal.status in UNREAD:
                await _send_early(send, receive, refusal)
            else:
                await _send(send, refusal.status if refusal else 200, refusal.reason if refusal else "")


def _headers(scope: Scope) -> Headers:
    """Names are lower-case already; bytes that are no ASCII stay what they are."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


async def _send_early(send: Send, receive: Receive, refusal: Refusal) -> None:
    """The answer goes out at once and whole; the connection is closed only when what still comes in was dropped."""
    await _send(send, refusal.status, refusal.reason, last=False)
    await discard(receive)
    await send({"type": "http.response.body", "body": b""})


async def _send(send: Send, status: int, text: str, *, last: bool = True) -> None:
    body = text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    if status == 503:
        headers.append((b"retry-after", b"10"))
    if status in UNREAD:
        headers.append((b"connection", b"close"))  # what was not read would be taken for the next request
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": not last})


async def discard(receive: Receive) -> None:
    """Drops the rest of a body that was refused unread.

    It is taken off the wire to its end, at most 16 MB and two seconds: a sender of more, or a slower one, is cut off.
    A connection that is closed with data unread is reset, and a sender that reads only after its last byte then finds
    an error in place of its answer.
    """
    size = 0
    try:
        async with asyncio.timeout(PATIENCE):
            while size <= MOST_UNREAD:
                message = await receive()
                size += len(message.get("body", b""))
                if not message.get("more_body"):  # its end, or the sender went away
                    return
    except TimeoutError:
        return
