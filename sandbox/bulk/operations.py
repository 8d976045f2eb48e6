"""Starts, lists and cancels the bulk operations of a store.

They are no part of the store's content.
"""

import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sandbox.bulk.compiler import compile_query
from sandbox.bulk.operation import BulkOperation
from sandbox.bulk.runner import OperationRun
from sandbox.bulk.settings import Settings
from sandbox.bulk.signed_urls import Signer
from sandbox.graphql.context import Caller, Context
from sandbox.state.base import split_gid

if TYPE_CHECKING:
    from sandbox.world import World

AT_ONCE = 5
FIRST_ID = 6_200_000_000_000
FINISHED = "bulk_operations/finish"


class InProgress(Exception):
    """Refuses one operation too many; `gids` names those that run."""

    def __init__(self, gids: list[str]) -> None:
        super().__init__(", ".join(gids))
        self.gids = gids


class BulkOperations:
    """Keeps results in `<var>/bulk`, or in a temporary folder.

    The temporary one goes with the process.
    """

    def __init__(self, world: "World") -> None:
        self._world = world
        self._lock = threading.Lock()
        self._operations: dict[int, BulkOperation] = {}
        self._lives: dict[int, OperationRun] = {}
        self._folder: Path | None = None
        self._last = 0
        self.settings = Settings()
        self.signer = Signer(world.store.clock)

    def start(self, caller: Caller, text: str, *, grouped: bool = False) -> BulkOperation:
        """Starts an operation and gives it as it is at first.

        Raises Refusal for a query that is not run, InProgress for a sixth operation.
        """
        plan = compile_query(text)
        with self._lock:
            active = [made.gid for made in self._operations.values() if made.active and made.app_id == caller.app_id]
            if len(active) >= AT_ONCE:
                raise InProgress(active)
            made = BulkOperation(
                id=self._next_id(),
                app_id=caller.app_id,
                query=text,
                root=plan.root.name,
                order="grouped" if grouped else self.settings.order,
                created_at=self._world.store.clock.now(),
            )
            ctx = Context(self._world, caller, bulk=True)
            life = OperationRun(made, plan, ctx, self.path(made), self.settings, self._finished, self._lock)
            self._operations[made.id], self._lives[made.id] = made, life
        created = msgspec.structs.replace(made)
        if self.settings.at_once:
            life()
        else:
            threading.Thread(target=life, name=f"bulk-{made.id}", daemon=True).start()
        return created

    def find(self, gid: str, app_id: str) -> BulkOperation | None:
        """Finds an operation among the app's own."""
        parts = split_gid(gid)
        found = self._operations.get(parts[1]) if parts and parts[0] == BulkOperation.GID_TYPE else None
        return found if found is not None and found.app_id == app_id else None

    def of_app(self, app_id: str) -> list[BulkOperation]:
        """Lists the app's operations in the order of their start."""
        return [made for made in list(self._operations.values()) if made.app_id == app_id]

    def everything(self) -> list[BulkOperation]:
        return list(self._operations.values())

    def cancel(self, operation: BulkOperation) -> bool:
        """Cancels an operation; False when it has ended already."""
        with self._lock:
            if not operation.active:
                return False
            operation.status = "CANCELING"
            self._lives[operation.id].wanted_end.set()
        return True

    def path(self, operation: BulkOperation) -> Path:
        return self._room() / operation.file_name

    def _room(self) -> Path:
        if self._folder is None:
            var = self._world.var
            self._folder = Path(tempfile.mkdtemp(prefix="bulk-")) if var is None else var / "bulk"
            self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder

    def _next_id(self) -> int:
        """Gives each number once, also after a restart.

        An app that asks for an old operation must not get another.
        """
        kept = self._room() / "last-number"
        if not self._last and kept.exists():
            self._last = int(kept.read_text())
        self._last += 1
        kept.write_text(str(self._last))
        return FIRST_ID + self._last

    def by_file(self, name: str) -> BulkOperation | None:
        """Finds the operation whose file has this name and is ready."""
        return next((made for made in self.everything() if made.stored and made.file_name == name), None)

    def address(self, operation: BulkOperation) -> str:
        return f"{self._world.url}/__bulk/{operation.file_name}?{self.signer.sign(operation)}"

    def forget(self) -> None:
        """Ends all, and removes every file."""
        with self._lock:
            lives = list(self._lives.values())
            self._operations, self._lives = {}, {}
        for life in lives:
            life.wanted_end.set()
        if self._folder is not None and self._world.var is None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        elif self._folder is not None:
            for file in self._folder.glob("*.jsonl"):
                file.unlink(missing_ok=True)

    def _finished(self, operation: BulkOperation) -> None:
        """Announce the end, unless a fault keeps it back or the operation was forgotten meanwhile."""
        if operation.id not in self._operations:
            return
        if self._world.faults.strike("finish_lost", root=operation.root) is None:
            with self._world.store.lock:
                self._world.store.announce(FINISHED, operation)
