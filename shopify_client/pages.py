"""Reads Shopify's lists to their ends, page by page.

The one place that knows how a list of the Admin API goes on: `pageInfo` with `hasNextPage` and `endCursor`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from shopify_client.client import Client
from shopify_client.documents import Document
from shopify_client.errors import UnexpectedAnswer
from shopify_client.types import Connection

T = TypeVar("T")
# Answers one page of a list, the one behind the cursor.
ReadPage = Callable[[str | None], Mapping[str, Any]]


class Page(NamedTuple, Generic[T]):
    """Some records of a list. `after` continues behind them; None = they were the last ones."""

    records: Sequence[T]
    after: str | None


def page_of(answer: Mapping[str, Any], kind: type[T]) -> Page[T]:
    """Converts one page of a list from an answer's data."""
    return Page([msgspec.convert(node, kind, strict=False) for node in answer["nodes"]], _behind(_page(answer)))


def every(read: ReadPage, after: str | None = None) -> Iterator[dict[str, Any]]:
    """Yields every node of a list; a page is read only when its nodes are needed."""
    while True:
        page = _page(read(after))
        yield from page.nodes
        if (after := _behind(page)) is None:
            return


def nodes(client: Client, document: Document, variables: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yields every node of the document's one root list, which takes $after."""
    (root,) = document.roots

    def read(after: str | None) -> Mapping[str, Any]:
        page: Mapping[str, Any] = client.execute(document, {**variables, "after": after})[root]
        return page

    return every(read)


def complete(first: Connection[T] | None, kind: type[T], read: ReadPage) -> None:
    """Reads the pages behind a list's first one and puts their nodes to it."""
    if first is not None and (after := _behind(first)) is not None:
        first.nodes.extend(msgspec.convert(node, kind, strict=False) for node in every(read, after))
        first.page_info = None


def goes_on(page: Connection[Any] | None) -> bool:
    """Tells whether a list has nodes behind this page."""
    return page is not None and _behind(page) is not None


def _page(answer: Mapping[str, Any]) -> Connection[dict[str, Any]]:
    return msgspec.convert(answer, Connection[dict[str, Any]], strict=False)


def _behind(page: Connection[Any]) -> str | None:
    if page.page_info is None or not page.page_info.has_next_page:
        return None
    if not page.page_info.end_cursor:
        raise UnexpectedAnswer("Shopify has more of a list, but names no cursor to go on from", 200)
    return page.page_info.end_cursor
