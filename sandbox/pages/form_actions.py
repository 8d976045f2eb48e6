"""Reads posted forms, and answers what became of them."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import TYPE_CHECKING

from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes
from sandbox.pages.layout import back_to, missing
from sandbox.rules.errors import Refused

if TYPE_CHECKING:
    from sandbox.world import World


class Missing(Exception):
    """Reports that the store lacks what the address names."""


class Form:
    """Holds a form's fields, and `number`, its address's record (0: none)."""

    def __init__(self, request: Request) -> None:
        self.fields = request.form()
        number = request.params.get("number", "")
        self.number = int(number) if number.isascii() and number.isdigit() else 0

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def count(self, name: str, default: int = 0) -> int:
        text = self.text(name)
        try:
            return int(text) if text else default
        except ValueError:
            raise Refused(f"{name}: {text!r} is not a whole number", "INVALID", [name]) from None

    def amount(self, name: str) -> Decimal | None:
        """Reads an amount, None when the field is empty."""
        text = self.text(name)
        try:
            value = Decimal(text) if text else None
        except InvalidOperation:
            value = Decimal("NaN")
        if value is not None and (not value.is_finite() or abs(value) >= 10**12):
            raise Refused(f"{name}: {text!r} is not an amount", "INVALID", [name])
        return value

    def counts(self, prefix: str) -> dict[int, int]:
        """Reads counts above zero of the fields `prefix-NUMBER`, by number."""
        names = [name for name in self.fields if name.startswith(f"{prefix}-") and name[len(prefix) + 1 :].isdigit()]
        found = {int(name[len(prefix) + 1 :]): self.count(name) for name in names}
        return {number: units for number, units in found.items() if units > 0}


# Does what the form asks for; the answer is the address of the page to show and a sentence for it.
Action = Callable[["World", Form], tuple[str, str]]


def action(routes: Routes, path: str, back: str) -> Callable[[Action], Action]:
    """Answers forms posted to `path`; a refusal shows on page `back`.

    {number} in it is the record's.
    """

    def register(do: Action) -> Action:
        @routes.post(path)
        @wraps(do)
        def answer(world: "World", request: Request) -> Response:
            if request.headers.get("Sec-Fetch-Site", "none") == "cross-site":
                return Response.json({"error": "Only the store's own pages may send its forms"}, 403)
            form = Form(request)
            try:
                to, told = do(world, form)
            except Refused as error:
                return back_to(back.format(number=form.number), refused=error.message)
            except Missing as error:
                return missing(world, request, str(error))
            return back_to(to, told=told)

        return do

    return register
