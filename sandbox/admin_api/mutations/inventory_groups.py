"""Resolves InventoryAdjustmentGroup: the counts that one call changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.rules.inventory import Counted
from sandbox.state.base import Node
from sandbox.state.records import ON_HAND_NAMES
from sandbox.state.store import Store

RESOLVERS = Resolvers()


class Group(Node, kw_only=True):
    """Stands in one answer and is not kept."""

    GID_TYPE: ClassVar[str] = "InventoryAdjustmentGroup"
    created_at: datetime
    reason: str
    reference_document_uri: str | None
    entries: list[dict[str, Any]]
    app: None = None
    staff_member: None = None

    @classmethod
    def of(cls, store: Store, input: Mapping[str, Any], done: Sequence[Counted]) -> Group | None:
        """Makes a group; None when every count was right already."""
        entries = [entry for counted in done if counted.delta for entry in _entries(store, counted)]
        if not entries:
            return None
        return cls(
            id=store.next_id(cls.GID_TYPE),
            created_at=store.clock.now(),
            reason=input["reason"],
            reference_document_uri=input.get("reference_document_uri"),
            entries=entries,
        )


def _entries(store: Store, counted: Counted) -> list[dict[str, Any]]:
    """Moves on_hand with each part of it, and available with on_hand."""
    level = counted.level
    kept = "available" if counted.name == "on_hand" else counted.name
    names = [kept, "on_hand"] if kept in ON_HAND_NAMES else [kept]
    return [
        {
            "name": name,
            "delta": counted.delta,
            "quantity_after_change": None,  # as Shopify answers: what it is by now may be read
            "item": store.inventory_items[level.inventory_item_id],
            "location": store.locations[level.location_id],
            "ledger_document_uri": None,
        }
        for name in names
    ]


@RESOLVERS.field("InventoryAdjustmentGroup", "changes")
def changes(
    group: Group,
    ctx: Context,
    inventory_item_ids: list[str] | None = None,
    location_ids: list[str] | None = None,
    quantity_names: list[str] | None = None,
) -> list[dict[str, Any]]:
    return [
        entry
        for entry in group.entries
        if (inventory_item_ids is None or entry["item"].gid in inventory_item_ids)
        and (location_ids is None or entry["location"].gid in location_ids)
        and (quantity_names is None or entry["name"] in quantity_names)
    ]
