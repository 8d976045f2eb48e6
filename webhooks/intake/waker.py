"""Wakes workers beside the road.

A broker that hangs must delay no answer.
"""

import threading

from webhooks import wake

GAP = 0.05


class Waker:
    """Many askings within a twentieth of a second make one message."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="webhook waker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._asked.set()
        self._thread.join(timeout=3)

    def ask(self) -> None:
        self._asked.set()

    def _run(self) -> None:
        while not self._ending.is_set():
            self._asked.wait()
            self._asked.clear()
            if not self._ending.is_set():
                wake.drain()
            self._ending.wait(GAP)
