"""Defines the errors that handlers raise, and the engine inside them."""


class Outspoken(Exception):
    """Its sentence was written for the person who will read it, and is kept without the name of its type."""


class Permanent(Outspoken):
    """Trying again can't help (validation, user errors, access denied): the run is dead at once."""


class Temporary(Outspoken):
    """Worth another try (throttle, 5xx, time-out, lock). `retry_after` in seconds overrides the back-off."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Interruption(Exception):
    """Raised by the engine inside a handler; a handler lets it pass."""


class GiveBack(Interruption):
    """The run waits: it becomes pending again, due in `seconds`, and continues at its cursor."""

    def __init__(self, seconds: float, note: str = "") -> None:
        super().__init__(note)
        self.seconds = seconds


class Stopped(Interruption):
    """An operator asked to stop; what is committed stays."""


class Fenced(Interruption):
    """Another worker holds the run now: nothing of this attempt may be written."""
