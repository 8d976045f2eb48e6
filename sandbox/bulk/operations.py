"""The bulk operations of a store: started, listed, cancelled. They are no part of the store's content."""

import shutil
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sandbox.bulk.compiling import compile_query
from sandbox.bulk.operation import BulkOperation
from sandbox.bulk.running import Life
from sandbox.bulk.settings import Settings
from sandbox.bulk.signing import Signer
from sandbox.graphql.context import Caller, Context
from sandbox.state.base import split_gid

if TYPE_CHECKING:
    from sandbox.world import World

AT_ONCE = 5
FIRST_ID = 6_200_000_000_000
FINISHED = "bulk_operations/finish"


class InProgress(Exception):
    """As many operations of this app run as may; `gids` names them."""

    def __init__(self, gids: list[str]) -> None:
        super().__init__(", ".join(gids))
        self.gids = gids


class BulkOperations:
    """Results lie in `<var>/bulk`, without a var folder in a temporary one that goes with the process."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._lock = threading.Lock()
        self._operations: dict[int, BulkOperation] = {}
        self._lives: dict[int, Life] = {}
        self._folder: Path | None = None
        self._last = 0
        self.settings = Settings()
        self.signer = Signer(world.store.clock)

    def start(self, caller: Caller, text: str, *, grouped: bool = False) -> BulkOperation:
        """What it is right after its creation. Raises Refusal for a query that is not run, InProgress for a sixth."""
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
            life = Life(made, plan, ctx, self.path(made), self.settings, self._finished, self._lock)
            self._operations[made.id], self._lives[made.id] = made, life
        created = msgspec.structs.replace(made)
        if self.settings.at_once:
            life()
        else:
            threading.Thread(target=life, name=f"bulk-{made.id}", daemon=True).start()
        return created

    def find(self, gid: str, app_id: str) -> BulkOperation | None:
        """An app sees its own operations only."""
        parts = split_gid(gid)
        found = self._operations.get(parts[1]) if parts and parts[0] == BulkOperation.GID_TYPE else None
        return found if found is not None and found.app_id == app_id else None

    def of_app(self, app_id: str) -> list[BulkOperation]:
        """In the order in which they were started."""
        return [made for made in list(self._operations.values()) if made.app_id == app_id]

    def everything(self) -> list[BulkOperation]:
        return list(self._operations.values())

    def cancel(self, operation: BulkOperation) -> bool:
        """Whether it is on its way to its end now; False for one that has ended."""
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
        """Never given twice, also after a restart: an app that asks for an old one must not be told of another."""
        kept = self._room() / "last-number"
        if not self._last and kept.exists():
            self._last = int(kept.read_text())
        self._last += 1
        kept.write_text(str(self._last))
        return FIRST_ID + self._last

    def by_file(self, name: str) -> BulkOperation | None:
        """The operation whose file has this name and may be fetched."""
        return next((made for made in self.everything() if made.stored and made.file_name == name), None)

    def address(self, operation: BulkOperation) -> str:
        return f"{self._world.url}/__bulk/{operation.file_name}?{self.signer.sign(operation)}"

    def forget(self) -> None:
        """End all, and remove every file."""
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
        if self._world.faults.strike("finish_lost", root=operation.root) is None:
            with self._world.store.lock:
                self._world.store.announce(FINISHED, operation)
