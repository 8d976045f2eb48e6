"""Asks Shopify, and cleans the answer's texts for our database.

No transaction may be open meanwhile.
"""

from collections.abc import Iterator
from typing import Any

from integrations.text import clean_all
from shopify_client import documents, pages
from shopify_client.client import Client
from shopify_client.errors import ShopifyError


class Gone(ShopifyError):
    """The shop has no object of this id. A 404 says something else: there is no such shop, or version of the API."""


def ask(client: Client, document: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """The answer's data."""
    answer: dict[str, Any] = clean_all(client.execute(documents.load(document), variables))
    return answer


def ask_for_all(client: Client, document: str, variables: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node of the document's one list.

    A page is asked for only when its nodes are needed.
    """
    return map(clean_all, pages.nodes(client, documents.load(document), variables))


def ask_for_one(client: Client, document: str, variables: dict[str, Any]) -> dict[str, Any]:
    """The one object that the document asks for. Raises Gone when the shop has none such."""
    (root,) = documents.load(document).roots
    found: dict[str, Any] | None = ask(client, document, variables)[root]
    if found is None:
        raise Gone(f"The shop has no {variables.get('id', root)}")
    return found
