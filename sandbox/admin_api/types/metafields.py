"""Resolves the metafields of every type that can have them."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sandbox.graphql.connections import Connection, page
from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.state.records import Metafield, Node, split_gid
from sandbox.state.store import Store

RESOLVERS = Resolvers()
OWNER_TYPES = {
    "Product": "PRODUCT",
    "ProductVariant": "PRODUCTVARIANT",
    "Order": "ORDER",
    "Customer": "CUSTOMER",
    "Collection": "COLLECTION",
    "Location": "LOCATION",
    "Shop": "SHOP",
}


class OwnedMetafield:
    """Joins a metafield to its owner, which the record doesn't name."""

    TYPENAME = "Metafield"

    def __init__(self, owner_gid: str, metafield: Metafield) -> None:
        self.owner_gid = owner_gid
        self.metafield = metafield

    def __getattr__(self, name: str) -> Any:
        return getattr(self.metafield, name)


def digest(value: str) -> str:
    """Computes compareDigest, which tells the value that a writer has seen."""
    return hashlib.sha256(value.encode()).hexdigest()


def owned(store: Store, owner_gid: str) -> list[OwnedMetafield]:
    return [OwnedMetafield(owner_gid, one) for one in store.metafields(owner_gid)]


def find(store: Store, number: int) -> OwnedMetafield | None:
    """Finds the metafield of that number."""

    def by_number() -> dict[int, OwnedMetafield]:
        gids = store.tables.metafields
        return {one.id: OwnedMetafield(gid, one) for gid, held in gids.items() for one in held}

    with store.lock:
        return store.list_cache.get("metafields by number", store.revision, by_number).get(number)


def _on(type_name: str) -> None:
    @RESOLVERS.field(type_name, "metafield")
    def one(record: Node, ctx: Context, key: str, namespace: str | None = None) -> OwnedMetafield | None:
        space, name = _full(key, namespace)
        held = owned(ctx.store, record.gid)
        return next((one for one in held if one.metafield.namespace == space and one.metafield.key == name), None)

    @RESOLVERS.field(type_name, "metafields")
    def some(
        record: Node, ctx: Context, namespace: str | None = None, keys: Sequence[str] | None = None, **args: Any
    ) -> Connection:
        held = owned(ctx.store, record.gid)
        if namespace is not None:
            held = [one for one in held if one.metafield.namespace == namespace]
        if keys is not None:
            wanted = {_full(key, namespace) for key in keys}
            held = [one for one in held if (one.metafield.namespace, one.metafield.key) in wanted]
        return page(ctx, held, args)


def _full(key: str, namespace: str | None) -> tuple[str, str]:
    """Splits a key that carries its namespace: "oms.promise_dates"."""
    if namespace is None and "." in key:
        space, _, name = key.partition(".")
        return space, name
    return namespace or "custom", key


for _type_name in OWNER_TYPES:
    _on(_type_name)


def _with_owner(metafield: Metafield | OwnedMetafield, ctx: Context) -> OwnedMetafield:
    if isinstance(metafield, OwnedMetafield):
        return metafield
    found = find(ctx.store, metafield.id)
    if found is None:
        raise LookupError(f"Metafield {metafield.id} has no owner")
    return found


@RESOLVERS.field("Metafield", "id")
def gid(metafield: Metafield | OwnedMetafield, ctx: Context) -> str:
    return metafield.gid


@RESOLVERS.field("Metafield", "compareDigest")
def compare_digest(metafield: Metafield | OwnedMetafield, ctx: Context) -> str:
    return digest(metafield.value)


@RESOLVERS.field("Metafield", "ownerType")
def owner_type(metafield: Metafield | OwnedMetafield, ctx: Context) -> str:
    parts = split_gid(_with_owner(metafield, ctx).owner_gid)
    return OWNER_TYPES[parts[0]] if parts else "SHOP"


@RESOLVERS.field("Metafield", "owner")
def owner(metafield: Metafield | OwnedMetafield, ctx: Context) -> Node | None:
    return ctx.store.node(_with_owner(metafield, ctx).owner_gid)


@RESOLVERS.field("Metafield", "sizeInBytes")
def size_in_bytes(metafield: Metafield | OwnedMetafield, ctx: Context) -> int:
    return len(metafield.value.encode())


@RESOLVERS.field("Metafield", "jsonValue")
def json_value(metafield: Metafield | OwnedMetafield, ctx: Context) -> Any:
    try:
        return json.loads(metafield.value)
    except ValueError:  # text is text
        return metafield.value
