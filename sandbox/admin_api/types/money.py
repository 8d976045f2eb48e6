"""Writes amounts as MoneyV2 and MoneyBag.

All are kept in the shop's currency, which is also what they are shown in.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers


def amount(ctx: Context, value: Decimal) -> dict[str, Any]:
    """Builds a MoneyV2."""
    return {"amount": value, "currency_code": ctx.store.shop.currency_code}


def bag(ctx: Context, value: Decimal) -> dict[str, Any]:
    """Builds a MoneyBag."""
    both = amount(ctx, value)
    return {"shop_money": both, "presentment_money": both}


def bags(resolvers: Resolvers, type_name: str, attributes: Mapping[str, str]) -> None:
    """Lets these fields of the type be MoneyBags of attributes."""
    for field_name, attribute in attributes.items():
        _bag_of(resolvers, type_name, field_name, attribute)


def _bag_of(resolvers: Resolvers, type_name: str, field_name: str, attribute: str) -> None:
    @resolvers.field(type_name, field_name)
    def resolve(record: Any, ctx: Context) -> dict[str, Any]:
        return bag(ctx, getattr(record, attribute))
