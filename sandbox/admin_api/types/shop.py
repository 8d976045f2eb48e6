"""Resolves the shop itself."""

from typing import Any

from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import Shop

RESOLVERS = Resolvers()


@RESOLVERS.root("shop")
def shop(ctx: Context) -> Shop:
    return ctx.store.shop


@RESOLVERS.field("Shop", "plan")
def plan(shop: Shop, ctx: Context) -> dict[str, Any]:
    return {
        "public_display_name": shop.plan_name,
        "partner_development": False,
        "shopify_plus": "plus" in shop.plan_name.casefold(),
    }


@RESOLVERS.field("Shop", "contactEmail")
def contact_email(shop: Shop, ctx: Context) -> str:
    return shop.email


@RESOLVERS.field("Shop", "url")
def url(shop: Shop, ctx: Context) -> str:
    return f"https://{shop.myshopify_domain}"
