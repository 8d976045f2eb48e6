"""A refusal of a body that nobody read: the answer first, then a bounded look at what still comes in."""

import asyncio
from typing import Any

import pytest

from webhooks.intake import asgi
from webhooks.intake.reception import TOO_LARGE

PIECE = {"type": "http.request", "body": b"x" * 1000, "more_body": True}
LAST = {**PIECE, "more_body": False}


def answered(*pieces: dict[str, Any], silent: bool = False) -> list[str]:
    """What was sent and received, in its order, while these pieces come and then nothing, or the last one for ever."""
    steps: list[str] = []
    left = list(pieces)

    async def send(message: dict[str, Any]) -> None:
        steps.append(f"{message['type'].removeprefix('http.response.')} {message.get('more_body', '')}".strip())

    async def receive() -> dict[str, Any]:
        if not left and silent:
            await asyncio.Event().wait()
        steps.append("received")
        return left.pop(0) if len(left) > 1 or silent else left[0]

    asyncio.run(asgi._send_early(send, receive, TOO_LARGE))
    return steps


BEFORE, AFTER = ["start", "body True"], ["body"]


def test_the_answer_is_out_before_the_rest_is_read_to_its_end() -> None:
    assert answered(PIECE, PIECE, LAST) == [*BEFORE, *["received"] * 3, *AFTER]


def test_a_sender_that_went_away_is_not_waited_for() -> None:
    assert answered(PIECE, {"type": "http.disconnect"}) == [*BEFORE, "received", "received", *AFTER]


def test_whoever_sends_for_ever_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "MOST_UNREAD", 5000)
    assert answered(PIECE) == [*BEFORE, *["received"] * 6, *AFTER]


def test_whoever_stays_silent_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "PATIENCE", 0.05)
    assert answered(PIECE, silent=True) == [*BEFORE, "received", *AFTER]
