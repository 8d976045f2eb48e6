"""Defines how a rule refuses."""

from collections.abc import Sequence


class Refused(Exception):
    """Refuses a change; `message` has Shopify's words where they are known.

    `code` is a value of the error enum of the mutation that asks most often; `field` the path of the input at fault,
    without the mutation's own prefix.
    """

    def __init__(self, message: str, code: str | None = None, field: Sequence[str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = list(field) if field is not None else None
