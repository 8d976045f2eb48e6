"""Live progress in a terminal or a file."""

import sys
import time


class Line:
    """On a terminal one line that changes; into a file one line for each change worth a line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.live = sys.stdout.isatty()
        self.last = ""
        self.next_at = 0.0

    def show(self, text: str) -> None:
        if self.live:
            sys.stdout.write(f"\r\033[K{self.name}: {text}")
        elif text != self.last and time.monotonic() >= self.next_at:
            sys.stdout.write(f"{self.name}: {text}\n")
            self.next_at = time.monotonic() + 1
        self.last = text
        sys.stdout.flush()

    def end(self, text: str) -> None:
        start = "\r\033[K" if self.live else ""
        sys.stdout.write(f"{start}{self.name}: {text}\n")
        sys.stdout.flush()
