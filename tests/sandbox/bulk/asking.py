"""Talking to a store over HTTP as an app does, with bulk operations waited for."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import Any

from sandbox.bulk.operation import TERMINAL
from sandbox.local_server import running
from sandbox.state.store import Store
from sandbox.world import World

FIELDS = "id status type errorCode createdAt completedAt objectCount rootObjectCount fileSize url partialDataUrl query"
RUN = """mutation ($query: String!, $group: Boolean = false) {
    bulkOperationRunQuery(query: $query, groupObjects: $group) {
        bulkOperation { FIELDS } userErrors { field message code } } }""".replace("FIELDS", FIELDS)
CANCEL = """mutation ($id: ID!) { bulkOperationCancel(id: $id) {
    bulkOperation { FIELDS } userErrors { field message } } }""".replace("FIELDS", FIELDS)
POLL = "query ($id: ID!) { bulkOperation(id: $id) { FIELDS } }".replace("FIELDS", FIELDS)
ORDERS = "{ orders { edges { node { id name lineItems { edges { node { id quantity } } } } } } }"


@dataclass
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Shop:
    url: str
    world: World

    def send(
        self, path: str, told: object = None, method: str = "", headers: Mapping[str, str] | None = None
    ) -> Answer:
        data = None if told is None else json.dumps(told).encode()
        address = path if path.startswith("http") else self.url + path
        request = urllib.request.Request(address, data, headers=dict(headers or {}), method=method or None)
        try:
            with urllib.request.urlopen(request, timeout=240) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def admin(self, document: str, /, token: str = "shpat_sandbox", **variables: Any) -> Answer:
        headers = {"X-Shopify-Access-Token": token, "Content-Type": "application/json"}
        told = {"query": document, "variables": variables}
        return self.send("/admin/api/2026-10/graphql.json", told, headers=headers)

    def data(self, document: str, /, **variables: Any) -> Any:
        told = self.admin(document, **variables).json
        assert "errors" not in told, told
        return told["data"]

    def fault(self, kind: str, **settings: Any) -> Any:
        answer = self.send("/__sandbox/faults", {"kind": kind, **settings})
        assert answer.status == 201, answer.body
        return answer.json

    def start(self, query: str = ORDERS, group: bool = False) -> Any:
        payload = self.data(RUN, query=query, group=group)["bulkOperationRunQuery"]
        assert payload["userErrors"] == []
        return payload["bulkOperation"]

    def refused(self, query: str) -> Any:
        payload = self.data(RUN, query=query)["bulkOperationRunQuery"]
        assert payload["bulkOperation"] is None
        return payload["userErrors"]

    def cancel(self, gid: str) -> Any:
        return self.data(CANCEL, id=gid)["bulkOperationCancel"]

    def poll(self, gid: str) -> Any:
        return self.data(POLL, id=gid)["bulkOperation"]

    def ended(self, gid: str) -> Any:
        give_up = time.monotonic() + 60
        while (found := self.poll(gid))["status"] not in TERMINAL:
            assert time.monotonic() < give_up, found
            time.sleep(0.01)
        return found

    def until(self, gid: str, status: str) -> Any:
        give_up = time.monotonic() + 60
        while (found := self.poll(gid))["status"] != status:
            assert time.monotonic() < give_up, found
            time.sleep(0.01)
        return found

    def run(self, query: str = ORDERS, group: bool = False) -> Any:
        return self.ended(self.start(query, group)["id"])

    def lines(self, url: str) -> list[Any]:
        answer = self.send(url)
        assert answer.status == 200, answer.body
        return [json.loads(line) for line in answer.body.splitlines()]


@contextmanager
def shop(store: Store, var: Path | None = None) -> Iterator[Shop]:
    world = World(store, var)
    world.bulk.settings.delay = 0
    with running(world) as url:
        try:
            yield Shop(url, world)
        finally:
            world.bulk.forget()
