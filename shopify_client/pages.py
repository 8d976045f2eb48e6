"""Reading a list to its end, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shopify_client.client import Client
from shopify_client.documents import Document


def nodes(client: Client, document: Document, variables: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node of the document's one root list, which takes $after and answers `nodes` and `pageInfo`."""
    (root,) = document.roots
    after: str | None = None
    while True:
        page = client.execute(document, {**variables, "after": after})[root]
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]
