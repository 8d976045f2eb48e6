"""The shop itself."""

from typing import Any

from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import field, root
from sandbox.state.records import Shop


@root("shop")
def shop(ctx: Context) -> Shop:
    return ctx.store.shop


@field("Shop", "plan")
def plan(shop: Shop, ctx: Context) -> dict[str, Any]:
    return {
        "public_display_name": shop.plan_name,
        "partner_development": False,
        "shopify_plus": "plus" in shop.plan_name.casefold(),
    }


@field("Shop", "contactEmail")
def contact_email(shop: Shop, ctx: Context) -> str:
    return shop.email


@field("Shop", "url")
def url(shop: Shop, ctx: Context) -> str:
    return f"https://{shop.myshopify_domain}"
