"""Resolves products."""

from collections.abc import Sequence
from typing import Any

from sandbox.admin_api.types.nodes import number_of, record_of
from sandbox.admin_api.types.order_parts import up_to
from sandbox.admin_api.types.sorted_pages import sorted_page
from sandbox.admin_api.types.variants import price_range
from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.root_lists import counted, listed
from sandbox.state.records import Image, Option, Product, TaxonomyCategory

RESOLVERS = Resolvers()


@RESOLVERS.root("products")
def products(ctx: Context, **args: Any) -> Connection:
    return listed(ctx, "products", args)


@RESOLVERS.root("productsCount")
def products_count(ctx: Context, **args: Any) -> dict[str, Any]:
    return counted(ctx, "products", args)


@RESOLVERS.root("product")
def product(ctx: Context, id: str) -> Product | None:
    return record_of(ctx, id, Product)


@RESOLVERS.root("productByIdentifier")
def product_by_identifier(ctx: Context, identifier: dict[str, Any]) -> Product | None:
    if identifier.get("handle") is not None:
        return ctx.store.product_by_handle(identifier["handle"])
    return record_of(ctx, identifier["id"], Product)


@RESOLVERS.field("Product", "variants")
def variants(product: Product, ctx: Context, sort_key: str = "POSITION", **args: Any) -> Connection:
    held = ctx.store.product_variants(product)
    if sort_key == "POSITION":
        return page(ctx, held, args)
    return sorted_page(ctx, held, "productVariants", sort_key, args)


@RESOLVERS.field("Product", "variantsCount")
def variants_count(product: Product, ctx: Context) -> dict[str, Any]:
    return {"count": len(product.variant_ids), "precision": "EXACT"}


@RESOLVERS.field("Product", "collections")
def collections(
    product: Product, ctx: Context, query: str | None = None, sort_key: str = "ID", **args: Any
) -> Connection:
    if query:
        told = f"product_id:{product.id} ({query})"
        return listed(ctx, "collections", {**args, "query": told, "sort_key": sort_key})
    return sorted_page(ctx, ctx.store.collections_of(product), "collections", sort_key, args)


@RESOLVERS.field("Product", "inCollection")
def in_collection(product: Product, ctx: Context, id: str) -> bool:
    return number_of(id, "Collection") in ctx.store.indexes.collections_of_product.get(product.id, ())


@RESOLVERS.field("Product", "category")
def category(product: Product, ctx: Context) -> TaxonomyCategory | None:
    return ctx.store.taxonomy.get(product.category_id or "")


@RESOLVERS.field("Product", "description")
def description(product: Product, ctx: Context, truncate_at: int | None = None) -> str:
    text = product.description
    if truncate_at is None or len(text) <= truncate_at:
        return text
    return f"{text[: max(truncate_at - 3, 0)]}..."


@RESOLVERS.field("Product", "totalInventory")
def total_inventory(product: Product, ctx: Context) -> int:
    return ctx.store.total_inventory(product)


@RESOLVERS.field("Product", "tracksInventory")
def tracks_inventory(product: Product, ctx: Context) -> bool:
    return any(ctx.store.item_of(variant).tracked for variant in ctx.store.product_variants(product))


@RESOLVERS.field("Product", "options")
def options(product: Product, ctx: Context, first: int | None = None) -> Sequence[Option]:
    return up_to(first, product.options)


@RESOLVERS.field("Product", "featuredMedia")
def featured_media(product: Product, ctx: Context) -> Image | None:
    return product.images[0] if product.images else None


@RESOLVERS.field("Product", "priceRangeV2")
def prices(product: Product, ctx: Context) -> dict[str, Any]:
    return price_range(ctx, [variant.price for variant in ctx.store.product_variants(product)])
