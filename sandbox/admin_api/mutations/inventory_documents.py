"""Checks the documents that a change of stock refers to."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from sandbox.admin_api.mutations.arguments import refused
from sandbox.rules.errors import Refused

_NOT_WANTED = "A ledger document URI is not allowed when adjusting available."
_WANTED = "A ledger document URI is required except when adjusting available."
_INTERNAL = "Internal (gid://shopify/) ledger documents are not allowed to be adjusted via API."
_ONE = (
    "All changes must have the same ledger document URI or, in the case of adjusting available, no ledger document URI."
)


def check_reference(input: Mapping[str, Any]) -> None:
    """Checks that referenceDocumentUri, if any, has a scheme and a rest."""
    uri = input.get("reference_document_uri")
    if uri is not None and not _is_uri(uri):
        told = "The specified reference document is invalid."
        raise refused(told, ["input", "referenceDocumentUri"], "INVALID_REFERENCE_DOCUMENT")


def check_ledger(name: str, changes: Sequence[Mapping[str, Any]]) -> None:
    """Checks ledger documents: none for `available`, else one and the same."""
    for index, entry in enumerate(changes):
        uri, field = entry.get("ledger_document_uri"), ["changes", str(index), "ledgerDocumentUri"]
        if name == "available":
            if uri is not None:
                raise Refused(_NOT_WANTED, "INVALID_AVAILABLE_DOCUMENT", field)
            continue
        if uri is None:
            raise Refused(_WANTED, "INVALID_QUANTITY_DOCUMENT", field)
        if uri.startswith("gid://shopify/"):
            raise Refused(_INTERNAL, "INTERNAL_LEDGER_DOCUMENT", field)
        if not _is_uri(uri):
            raise Refused("The specified ledger document is invalid.", "INVALID_LEDGER_DOCUMENT", field)
    if len({entry.get("ledger_document_uri") for entry in changes}) > 1:
        raise Refused(_ONE, "MAX_ONE_LEDGER_DOCUMENT", ["changes"])


def _is_uri(text: str) -> bool:
    parts = urlsplit(text)
    return bool(parts.scheme and (parts.netloc or parts.path))
