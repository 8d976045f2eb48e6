"""Reads Shopify's lists to their ends, page by page.

The one place that knows how a list of the Admin API goes on: `pageInfo` with `hasNextPage` and `endCursor`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from shopify_client.client import Client
from shopify_client.documents import Document
from shopify_client.errors import UnexpectedAnswer, Unreadable
from shopify_client.types import Connection

T = TypeVar("T")
U = TypeVar("U")
# Answers one page of a list, the one behind the cursor.
ReadPage = Callable[[str | None], Mapping[str, Any]]


class Bad(NamedTuple):
    """A record that can't be read.

    Its gid, "" where it has none; why; and its JSON, as far as it came.
    """

    gid: str
    reason: str
    raw: str


class Page(NamedTuple, Generic[T]):
    """Some records of a list.

    `after` continues behind them; None = they were the last ones. `bad` stood among them.
    """

    records: Sequence[T]
    after: str | None
    bad: Sequence[Bad] = ()


def typed(node: Mapping[str, Any], kind: type[T]) -> T:
    """Converts a node. Raises Unreadable."""
    try:
        return msgspec.convert(node, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Unreadable(f"Shopify's answer can't be read: {error}") from None


def set_aside(
    items: Iterable[T], make: Callable[[T], U | None], known: Callable[[T], tuple[str, str]]
) -> tuple[list[U], list[Bad]]:
    """What is made of the items, None left out, and those that are Unreadable.

    Of these the gid and the JSON that are `known`: one bad record must not keep the others of its page out.
    """
    good, bad = list[U](), list[Bad]()
    for item in items:
        try:
            made = make(item)
        except Unreadable as error:
            gid, raw = known(item)
            bad.append(Bad(gid, str(error), raw))
        else:
            good += [] if made is None else [made]
    return good, bad


def page_of(answer: Mapping[str, Any], kind: type[T]) -> Page[T]:
    """Converts one page of a list from an answer's data."""
    page = _page(answer)
    good, bad = set_aside(page.nodes, lambda node: typed(node, kind), lambda node: (_gid(node), _json(node)))
    return Page(good, _behind(page), tuple(bad))


def each(page: Page[T], make: Callable[[T], U | None]) -> Page[U]:
    """The page of what is made of its records; see `set_aside`."""
    good, bad = set_aside(page.records, make, lambda record: (str(getattr(record, "id", "")), _json(record)))
    return Page(good, page.after, (*page.bad, *bad))


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
        first.nodes.extend(typed(node, kind) for node in every(read, after))
        first.page_info = None


def goes_on(page: Connection[Any] | None) -> bool:
    """Tells whether a list has nodes behind this page."""
    return page is not None and _behind(page) is not None


def _gid(node: Mapping[str, Any]) -> str:
    return gid if isinstance(gid := node.get("id"), str) else ""


def _json(record: Any) -> str:
    return msgspec.json.encode(record).decode()


def _page(answer: Mapping[str, Any]) -> Connection[dict[str, Any]]:
    return msgspec.convert(answer, Connection[dict[str, Any]], strict=False)


def _behind(page: Connection[Any]) -> str | None:
    if page.page_info is None or not page.page_info.has_next_page:
        return None
    if not page.page_info.end_cursor:
        raise UnexpectedAnswer("Shopify has more of a list, but names no cursor to go on from", 200)
    return page.page_info.end_cursor
