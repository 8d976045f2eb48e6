"""Drops the rest of a body that was refused unread.

It is taken off the wire piece by piece.

A connection that is closed with data unread is reset, and a sender that reads only after its last byte then finds an
error in place of its answer.
"""

import asyncio

from webhooks.intake.reception import Receive

MOST = 16 * 1024 * 1024
PATIENCE = 2.0


async def discard(receive: Receive) -> None:
    """Reads to the body's end, at most 16 MB and two seconds.

    A sender of more, or a slower one, is cut off.
    """
    size = 0
    try:
        async with asyncio.timeout(PATIENCE):
            while size <= MOST:
                message = await receive()
                size += len(message.get("body", b""))
                if not message.get("more_body"):  # its end, or the sender went away
                    return
    except TimeoutError:
        return
