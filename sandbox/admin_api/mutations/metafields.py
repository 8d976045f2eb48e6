"""Resolves metafieldsSet and metafieldsDelete."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.admin_api.mutations.arguments import refused, refusing
from sandbox.admin_api.types.metafields import OWNER_TYPES, OwnedMetafield
from sandbox.admin_api.types.visible_orders import seen
from sandbox.graphql.context import Context
from sandbox.graphql.errors import unsupported
from sandbox.graphql.resolvers import Resolvers
from sandbox.rules.metafields import ANY, MOST_AT_ONCE, MetafieldInput, delete_metafields, set_metafields
from sandbox.state.records import Node, Order, split_gid

RESOLVERS = Resolvers()


@RESOLVERS.mutation("metafieldsSet")
def metafields_set(ctx: Context, metafields: list[dict[str, Any]]) -> dict[str, Any]:
    """Sets all or none."""
    if len(metafields) > MOST_AT_ONCE:
        told = f"Exceeded the maximum metafields input limit of {MOST_AT_ONCE}."
        raise refused(told, ["metafields"], "LESS_THAN_OR_EQUAL_TO")
    inputs = [_input(ctx, entry, index) for index, entry in enumerate(metafields)]
    with refusing():
        done = set_metafields(ctx.store, inputs)
    return {"metafields": [OwnedMetafield(given.owner.gid, one) for given, one in zip(inputs, done, strict=True)]}


@RESOLVERS.mutation("metafieldsDelete")
def metafields_delete(ctx: Context, metafields: list[dict[str, Any]]) -> dict[str, Any]:
    """Answers null for one that was not there."""
    wanted = [
        (_owner(ctx, entry["owner_id"], index), entry["namespace"], entry["key"])
        for index, entry in enumerate(metafields)
    ]
    there = delete_metafields(ctx.store, wanted)
    return {"deleted_metafields": [entry if gone else None for entry, gone in zip(metafields, there, strict=True)]}


@RESOLVERS.field("MetafieldsSetUserError", "elementIndex")
def element_index(error: Mapping[str, Any], ctx: Context) -> int | None:
    """Reads the entry at fault from the error's field."""
    path: Sequence[str] = error["field"] or ()
    return int(path[1]) if len(path) > 1 else None


def _input(ctx: Context, entry: Mapping[str, Any], index: int) -> MetafieldInput:
    namespace = entry.get("namespace") or "$app"
    if namespace.startswith("$app"):
        raise unsupported("the namespace that is reserved for an app ($app, or none)")
    return MetafieldInput(
        owner=_owner(ctx, entry["owner_id"], index),
        namespace=namespace,
        key=entry["key"],
        value=entry["value"],
        type=entry.get("type"),
        digest=entry.get("compare_digest", ANY),
    )


def _owner(ctx: Context, gid: str, index: int) -> Node:
    kind = (split_gid(gid) or ("", 0))[0]
    found = ctx.store.node(gid) if kind in OWNER_TYPES else None
    if isinstance(found, Order):
        found = seen(ctx, found)
    if found is None:
        raise refused("Owner does not exist.", ["metafields", str(index), "ownerId"], "INVALID")
    return found
