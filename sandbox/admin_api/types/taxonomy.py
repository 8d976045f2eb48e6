"""Resolves the categories of the standard product taxonomy."""

from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import TaxonomyCategory, make_gid

RESOLVERS = Resolvers()
KIND = "TaxonomyCategory"


@RESOLVERS.field(KIND, "id")
def gid(category: TaxonomyCategory, ctx: Context) -> str:
    return category.gid


@RESOLVERS.field(KIND, "parentId")
def parent_id(category: TaxonomyCategory, ctx: Context) -> str | None:
    return make_gid(KIND, category.parent_id) if category.parent_id else None


@RESOLVERS.field(KIND, "ancestorIds")
def ancestor_ids(category: TaxonomyCategory, ctx: Context) -> list[str]:
    return [make_gid(KIND, one) for one in category.ancestor_ids]


@RESOLVERS.field(KIND, "childrenIds")
def children_ids(category: TaxonomyCategory, ctx: Context) -> list[str]:
    return [make_gid(KIND, one) for one in _children(ctx, category)]


@RESOLVERS.field(KIND, "isLeaf")
def is_leaf(category: TaxonomyCategory, ctx: Context) -> bool:
    return not _children(ctx, category)


@RESOLVERS.field(KIND, "isRoot")
def is_root(category: TaxonomyCategory, ctx: Context) -> bool:
    return category.parent_id is None


@RESOLVERS.field(KIND, "isArchived")
def is_archived(category: TaxonomyCategory, ctx: Context) -> bool:
    return False


def _children(ctx: Context, category: TaxonomyCategory) -> list[str]:
    taxonomy = ctx.store.taxonomy

    def by_parent() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in taxonomy.values():
            if one.parent_id:
                found.setdefault(one.parent_id, []).append(one.id)
        return found

    with ctx.store.lock:  # categories only come, and with another content
        children = ctx.store.list_cache.get(("categories by parent", id(taxonomy)), len(taxonomy), by_parent)
    return children.get(category.id, [])
