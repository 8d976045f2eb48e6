"""Imports of given lines, through the same door as a bulk result but without a shop."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from integrations.shopify.bulk_load import Subject, carry_out
from oms.models import ProductStore, Shop


@dataclass
class Kept:
    raw: str


@dataclass
class LooseRun:
    """A run without the engine: it commits its chunks and remembers what it was told."""

    records: list[Kept]
    id: int = 1
    cursor: dict[str, Any] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    logs: list[str] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str, str]] = field(default_factory=list)
    chunks: int = 0

    @contextlib.contextmanager
    def scratch(self) -> Iterator[None]:
        with transaction.atomic():
            yield
        self.chunks += 1

    @contextlib.contextmanager
    def provisional(self) -> Iterator[None]:
        yield

    def count(self, **counts: int) -> None:
        self.counts.update(counts)

    def progress(self, **told: Any) -> None: ...

    def log(self, text: str, level: str = "info") -> None:
        self.logs.append(text)

    def fail_record(self, **record: str) -> None:
        self.failed.append(record)
        self.counts["failed"] += 1

    def room(self, kind: str, action: str) -> int:
        return 50 - sum(1 for changed in self.changes if changed[:2] == (kind, action))

    def change(self, kind: str, action: str, reference: str, *, target: Any = None, **detail: Any) -> None:
        self.changes.append((kind, action, reference, str(target.pk)))

    def later(self, seconds: float, note: str = "") -> Any:
        raise AssertionError(f"waits {seconds} s: {note}")


def make_shop(domain: str = "demo-store.myshopify.com") -> Shop:
    store, _ = ProductStore.objects.get_or_create(name="Demo")
    shop, _ = Shop.objects.get_or_create(domain=domain, defaults={"name": "Demo", "store": store})
    return shop


def import_lines(subject: Subject, shop: Shop, *raw: str) -> LooseRun:
    """Each argument: the lines of one or more records."""
    run = LooseRun([Kept(text) for text in raw])
    carry_out(run, shop, None, subject)  # type: ignore[arg-type]
    return run


def outcome(run: LooseRun) -> dict[str, int]:
    """What was counted, without zeros."""
    return {name: number for name, number in run.counts.items() if number}
