"""Keeps the store's content on disk between two runs."""

from __future__ import annotations

from pathlib import Path

from sandbox.state.snapshot import load, save
from sandbox.state.store import Store
from sandbox.state.tables import Origin

FILE = "store.json"


class Keeper:
    """Saves a store in a folder whenever it has changed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._saved: int | None = None

    def load(self, wanted: Origin | None) -> Store | None:
        """Loads the folder's store if it was made from `wanted` (None: any).

        One made from something else is set aside. Raises DamagedSnapshot.
        """
        try:
            store = load(self.path)
        except FileNotFoundError:
            return None
        if wanted is not None and not same(store.origin, wanted):
            self.path.replace(self.path.with_suffix(".other.json"))
            return None
        self._saved = store.revision
        return store

    def save(self, store: Store) -> bool:
        """Saves the store if it has changed. Raises OSError."""
        revision = store.revision
        if revision == self._saved:
            return False
        save(store, self.path)
        self._saved = revision
        return True


def same(found: Origin, wanted: Origin) -> bool:
    """Compares origins; an anchor not asked for is the first start's."""
    if wanted.anchor is None:
        wanted = Origin(
            kind=wanted.kind,
            seed=wanted.seed,
            products=wanted.products,
            orders=wanted.orders,
            anchor=found.anchor,
            mischief=wanted.mischief,
            files=wanted.files,
        )
    return found == wanted
