"""Plain HTTP, without any client of ours in between."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

PATH = "/admin/api/2026-10/graphql.json"
TOKEN = {"X-Shopify-Access-Token": "shpat_sandbox", "Content-Type": "application/json"}


def call(
    url: str, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by lower-case names, body."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=240)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def graphql(
    url: str, query: str, path: str = PATH, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], Any]:
    body = json.dumps({"query": query}).encode()
    status, told, content = call(url, "POST", path, body, TOKEN | (headers or {}))
    return status, told, json.loads(content)
