"""Sets and deletes metafields by namespace and key.

A batch holds as a whole or not at all.
"""

import hashlib
from collections.abc import Sequence

from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import finish
from sandbox.rules.lock import change
from sandbox.rules.metafield_values import check_value
from sandbox.state.base import Record
from sandbox.state.records import Metafield, Node, Order, Product, Variant
from sandbox.state.store import Store
from sandbox.state.timestamps import later_than

MOST_AT_ONCE = 25
ANY = "any digest"


class MetafieldInput(Record, kw_only=True):
    """Holds one value; `type` None: the present one's or its definition's.

    `digest`: refuse unless the value that is there has it (None: unless there is none); ANY asks nothing.
    """

    owner: Node
    namespace: str
    key: str
    value: str
    type: str | None = None
    digest: str | None = ANY


def compare_digest(metafield: Metafield) -> str:
    return hashlib.sha256(metafield.value.encode()).hexdigest()


def find(store: Store, owner: Node, namespace: str, key: str) -> Metafield | None:
    return next((one for one in store.metafields(owner.gid) if (one.namespace, one.key) == (namespace, key)), None)


@change
def set_metafields(store: Store, inputs: Sequence[MetafieldInput]) -> list[Metafield]:
    if len(inputs) > MOST_AT_ONCE:
        message = f"The maximum number of metafields that can be set at once is {MOST_AT_ONCE}."
        raise Refused(message, "LESS_THAN_OR_EQUAL_TO", ["metafields"])
    types = [_check(store, index, given) for index, given in enumerate(inputs)]
    done = [_put(store, given, kind) for given, kind in zip(inputs, types, strict=True)]
    _announce_owners(store, [given.owner for given in inputs])
    return done


@change
def delete_metafields(store: Store, wanted: Sequence[tuple[Node, str, str]]) -> list[bool]:
    """Deletes by owner, namespace and key. False: there was none."""
    there = []
    for owner, namespace, key in wanted:
        found = find(store, owner, namespace, key)
        there.append(found is not None)
        if found is not None:
            store.set_metafields(owner.gid, [one for one in store.metafields(owner.gid) if one is not found])
    _announce_owners(store, [owner for (owner, _, _), gone in zip(wanted, there, strict=True) if gone])
    return there


def _check(store: Store, index: int, given: MetafieldInput) -> str:
    """Finds the type that the value will have, or refuses."""
    field = ["metafields", str(index)]
    present = find(store, given.owner, given.namespace, given.key)
    kind = given.type or (present.type if present else None) or _defined(store, given)
    if kind is None:
        raise Refused("Type can't be blank", "BLANK", [*field, "type"])
    if given.digest != ANY and given.digest != (compare_digest(present) if present else None):
        message = "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value."
        raise Refused(message, "STALE_OBJECT", field)
    if not 2 <= len(given.key) <= 64 or not 3 <= len(given.namespace) <= 255:
        raise Refused("Key or namespace is too short or too long", "INVALID", [*field, "key"])
    check_value(kind, given.value, field)
    return kind


def _defined(store: Store, given: MetafieldInput) -> str | None:
    owner_type = given.owner.GID_TYPE.upper()
    for definition in store.tables.metafield_definitions.values():
        if (definition.owner_type, definition.namespace, definition.key) == (owner_type, given.namespace, given.key):
            return definition.type
    return None


def _put(store: Store, given: MetafieldInput, kind: str) -> Metafield:
    now = store.clock.now()
    present = find(store, given.owner, given.namespace, given.key)
    if present is not None:
        present.type, present.value, present.updated_at = kind, given.value, later_than(present.updated_at, now)
        store.revision += 1
        return present
    made = Metafield(
        id=store.next_id("Metafield"),
        created_at=now,
        updated_at=now,
        namespace=given.namespace,
        key=given.key,
        type=kind,
        value=given.value,
    )
    store.set_metafields(given.owner.gid, [*store.metafields(given.owner.gid), made])
    return made


def _announce_owners(store: Store, owners: Sequence[Node]) -> None:
    """Announces orders, and products, also for metafields of their variants."""
    for owner in {owner.gid: owner for owner in owners}.values():
        product = store.products.get(owner.product_id) if isinstance(owner, Variant) else owner
        if isinstance(owner, Variant):
            store.touch(owner)
        if isinstance(product, Product):
            store.touch(product)
            store.announce("products/update", product)
        elif isinstance(owner, Order):
            finish(store, owner)
