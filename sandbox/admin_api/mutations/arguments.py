"""Finds the records that a mutation's arguments name.

It also turns the refusals of rules into user errors.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sandbox.admin_api.types.nodes import number_of, part_of, record_of
from sandbox.admin_api.types.visible_orders import seen
from sandbox.graphql.context import Context
from sandbox.graphql.errors import UserError, UserErrors
from sandbox.rules.errors import Refused
from sandbox.state.records import FulfillmentOrder, Node, Order

Part = TypeVar("Part", bound=Node)


@contextmanager
def refusing(*prefix: str) -> Iterator[None]:
    """Turns a rule's refusal into a user error.

    `prefix` leads to the input that the rule knows nothing of.
    """
    try:
        yield
    except Refused as refusal:
        raise refused(refusal.message, [*prefix, *(refusal.field or [])], refusal.code) from None


def refused(message: str, field: Sequence[str] = (), code: str | None = None) -> UserErrors:
    return UserErrors([UserError(message, list(field) or None, code)])


def order_asked(ctx: Context, gid: str, field: Sequence[str], message: str = "Order does not exist") -> Order:
    """Finds the order. Raises UserErrors when it is missing or hidden."""
    order = seen(ctx, record_of(ctx, gid, Order))
    if order is None:
        raise refused(message, field, "NOT_FOUND")
    return order


def part_asked(ctx: Context, gid: str, kind: type[Part], refusal: UserErrors) -> tuple[Order, Part]:
    """Finds a part of an order, and its order."""
    part = part_of(ctx, gid, kind)
    order = ctx.store.order_of(kind.GID_TYPE, part.id) if part is not None else None
    if part is None or order is None:
        raise refusal
    return order, part


def units_of(given: Sequence[Mapping[str, Any]] | None) -> dict[int, int] | None:
    """Reads FulfillmentOrderLineItemInput as units by number, None for no line.

    A line named twice counts up.
    """
    units: dict[int, int] = {}
    for entry in given or ():
        number = number_of(entry["id"], "FulfillmentOrderLineItem")
        units[number] = units.get(number, 0) + entry["quantity"]
    return units or None


def fulfillment_order_asked(ctx: Context, gid: str, refusal: UserErrors) -> tuple[Order, FulfillmentOrder]:
    return part_asked(ctx, gid, FulfillmentOrder, refusal)
