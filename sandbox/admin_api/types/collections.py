"""Resolves collections."""

from typing import Any

from sandbox.admin_api.types.lazy_list import LazyList
from sandbox.admin_api.types.nodes import number_of, record_of
from sandbox.admin_api.types.sorted_pages import sorted_page
from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.root_lists import counted, listed
from sandbox.state.records import Collection

RESOLVERS = Resolvers()
_OWN_ORDER = ("COLLECTION_DEFAULT", "MANUAL")
_SORTS = {"CREATED": "CREATED_AT", "ID": "ID", "TITLE": "TITLE", "RELEVANCE": "RELEVANCE"}


@RESOLVERS.root("collections")
def collections(ctx: Context, **args: Any) -> Connection:
    return listed(ctx, "collections", args)


@RESOLVERS.root("collectionsCount")
def collections_count(ctx: Context, **args: Any) -> dict[str, Any]:
    return counted(ctx, "collections", args)


@RESOLVERS.root("collection")
def collection(ctx: Context, id: str) -> Collection | None:
    return record_of(ctx, id, Collection)


@RESOLVERS.field("Collection", "products")
def products(collection: Collection, ctx: Context, sort_key: str = "COLLECTION_DEFAULT", **args: Any) -> Connection:
    members = LazyList(collection.product_ids, ctx.store.products.__getitem__)
    if sort_key in _OWN_ORDER:
        return page(ctx, members, args)
    if sort_key not in _SORTS:
        raise unsupported(f"the sort key {sort_key} of Collection.products")
    return sorted_page(ctx, members, "products", _SORTS[sort_key], args)


@RESOLVERS.field("Collection", "productsCount")
def products_count(collection: Collection, ctx: Context) -> dict[str, Any]:
    return {"count": len(collection.product_ids), "precision": "EXACT"}


@RESOLVERS.field("Collection", "hasProduct")
def has_product(collection: Collection, ctx: Context, id: str) -> bool:
    return collection.id in ctx.store.indexes.collections_of_product.get(number_of(id, "Product"), ())
