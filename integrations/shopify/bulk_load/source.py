"""Reads the lines of an import.

From the result file at Shopify, or from the records that a retry takes up.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from integrations.shopify.bulk_load.contract import KeptRecord, Work
from shopify_client import bulk
from shopify_client.download import download
from shopify_client.transport import Transport


class Source(Protocol):
    def lines(self, offset: int) -> Iterator[tuple[int, bytes]]:
        """From byte `offset`: the byte after each line, and the line without its end."""

    def line(self, at: int) -> bytes:
        """The line that begins at byte `at`."""


@dataclass(frozen=True)
class ResultFile:
    url: str
    transport: Transport = field(default_factory=Transport, repr=False)

    def lines(self, offset: int) -> Iterator[tuple[int, bytes]]:
        return download(self.url, offset, allow_hosts=_allowed_hosts(), transport=self.transport)

    def line(self, at: int) -> bytes:
        with closing(self.lines(at)) as lines:  # type: ignore[type-var]  # a generator; it ends the download
            return next(lines)[1]


@dataclass(frozen=True)
class KeptRecords:
    """The raw lines of failed records, as if they were a file."""

    raw: bytes

    @classmethod
    def of(cls, records: Sequence[KeptRecord]) -> "KeptRecords":
        lines = [line for record in records for line in record.raw.split("\n") if line]
        return cls("".join(f"{line}\n" for line in lines).encode())

    def lines(self, offset: int) -> Iterator[tuple[int, bytes]]:
        while offset < len(self.raw):
            end = self.raw.index(b"\n", offset)
            yield end + 1, self.raw[offset:end]
            offset = end + 1

    def line(self, at: int) -> bytes:
        return self.raw[at : self.raw.index(b"\n", at)]


def source_of(work: Work) -> Source:
    """The result's address is asked for each time: it opens customers' data, so it is not kept in our tables."""
    records = work.run.records
    if records:
        return KeptRecords.of(records)
    result = bulk.poll(work.client, work.cursor["operation"]).result()
    return ResultFile(result.url or "")


def _allowed_hosts() -> Collection[str]:
    """Beside Shopify's storage only the sandbox store, where the operator has named one."""
    return [urlsplit(settings.SANDBOX_URL).netloc] if settings.SANDBOX_URL else []
