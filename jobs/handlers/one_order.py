"""Reads the parameter "Only this order": its name or Shopify's number."""

from collections.abc import Callable, Sequence

from django import forms
from django.core.validators import RegexValidator

from integrations.text import as_shopifys_number
from jobs.parameters import asks
from oms.models import OrderHeader, Shop
from oms.orders.names import named
from work.errors import Permanent

HELP = "Its name, like #1001, or the number at the end of its address in Shopify."
_GID = "gid://shopify/Order/"
Ask = Callable[[str], Sequence[str]]


def only_order(help_text: str = HELP) -> str:
    """The parameter, as a job's dataclass declares it."""
    return asks(  # type: ignore[no-any-return]
        forms.CharField,
        label="Only this order",
        required=False,
        max_length=100,
        validators=[RegexValidator(r"[^#\s]", "Write more than a sign: #1001.")],
        help_text=help_text,
    )


def gid_of(shop: Shop, typed: str, ask: Ask | None = None) -> str:
    """Finds the order that has this number or name.

    `ask` gives the gids of those that the shop calls so, for an order that has not come yet. Raises Permanent where
    that is not one order.
    """
    ours = OrderHeader.objects.filter(shop=shop)
    number = f"{_GID}{typed}" if as_shopifys_number(typed) else ""
    if number and ours.filter(gid=number).exists():
        return number
    found: Sequence[str] = list(ours.filter(named(typed)).values_list("gid", flat=True)[:2])
    if not found and ask is not None:
        found = ask(typed) or [number] * bool(number)
    if len(found) > 1:
        raise Permanent(f"More than one order is called {typed}: give the number of the one at Shopify")
    if not found:
        raise Permanent(f"There is no order {typed}")
    return found[0]
