"""The sandbox store's own levers: plant a fault, ask how often it hit, look at the bulk operations."""

import json
import urllib.request
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.chaos.world import World


_START = 'mutation { bulkOperationRunQuery(query: "{ products { edges { node { id } } } }") { bulkOperation { id } } }'
_CANCEL = "mutation ($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { id } } }"


class Store:
    def __init__(self, world: "World") -> None:
        self._world = world

    def clear(self) -> None:
        """No fault, no hit, the usual settings; what still runs at the store from a case before is ended."""
        self._world.ask_sandbox("faults", method="DELETE")
        self._world.ask_sandbox("bulk", method="DELETE")
        self._world.ask_sandbox("bulk", {"delay": 0.1, "order": "interleaved", "size_differs": False, "window": 20})

    def fault(self, kind: str, **settings: Any) -> None:
        self._world.ask_sandbox("faults", {"kind": kind, **settings})

    def behave(self, **settings: Any) -> None:
        """Settings of the bulk operations that start from now on."""
        self._world.ask_sandbox("bulk", settings)

    def hits(self) -> Mapping[str, int]:
        """How often each kind of fault has struck."""
        hits: Mapping[str, int] = self._world.ask_sandbox("faults")["hits"]
        return hits

    def operations(self) -> list[Mapping[str, Any]]:
        """All bulk operations of this case, the youngest last."""
        made: list[Mapping[str, Any]] = self._world.ask_sandbox("bulk")["operations"]
        return made

    def start_another(self) -> str:
        """A bulk operation of the same app that has nothing to do with us; its gid."""
        gid: str = self._admin(_START)["bulkOperationRunQuery"]["bulkOperation"]["id"]
        return gid

    def cancel(self, gid: str) -> None:
        self._admin(_CANCEL, id=gid)

    def _admin(self, document: str, **variables: Any) -> dict[str, Any]:
        """By the store's published token: the same app, as another program of the merchant would."""
        request = urllib.request.Request(
            f"{self._world.sandbox_url}/admin/api/2026-10/graphql.json",
            data=json.dumps({"query": document, "variables": variables}).encode(),
            headers={"X-Shopify-Access-Token": "shpat_sandbox", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            found: dict[str, Any] = json.loads(answer.read())["data"]
        return found
