"""Gathers everything of one sandbox process.

It is passed explicitly: no module holds state of its own.
"""

from __future__ import annotations

from pathlib import Path

from sandbox.access.tokens import Access
from sandbox.admin_api.resolvers import RESOLVERS
from sandbox.bulk.operations import BulkOperations
from sandbox.cost.bucket import Buckets
from sandbox.faults.faults import Faults
from sandbox.graphql.idempotency import Idempotency
from sandbox.rules.async_jobs import AsyncJobs
from sandbox.state.store import Store
from sandbox.webhooks.webhooks import Webhooks


class World:
    """Holds all parts; `url` is the server's address, without final slash.

    The server sets it when it has its port. `var` is the folder for files (snapshots, results of bulk operations), None
    to keep everything in memory.
    """

    def __init__(self, store: Store, var: Path | None = None) -> None:
        self.store = store
        self.resolvers = RESOLVERS
        self.var = var
        self.url = ""
        self.access = Access(store.clock)
        self.buckets = Buckets()
        self.idempotency = Idempotency(store.clock)
        self.faults = Faults()
        self.bulk = BulkOperations(self)
        self.async_jobs = AsyncJobs(store)
        self.webhooks = Webhooks(self)
