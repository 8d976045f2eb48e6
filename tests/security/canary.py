"""Secrets and a person that exist nowhere else, and every place where they might turn up."""

import re
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from django.test import Client

SECRETS = {
    "access token": "shpat_canarya1b2c3d4e5f60718293a4b5c6d7",
    "client secret": "shpss_canary0f1e2d3c4b5a69788796a5b4c3d",
    "secret before": "shpss_canary9988776655443322110099aabbcc",
}
EMAIL, PHONE = "zelda.quillfeather@canary.example", "+15557013399"
FIRST, LAST, STREET = "Zelda", "Quillfeather", "77 Canary Wharf Steps"
PERSON = (EMAIL, PHONE, LAST, STREET)


def tables_with(text: str) -> set[str]:
    """table.column of every row of the database that holds the text; bytes as the text they spell."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'"
        )
        for table, column, kind in cursor.fetchall():
            value = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {value} ILIKE %s', [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.add(f"{table}.{column}")
    return found


def broker() -> str:
    """Every key and value of Redis."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    return "\n".join(f"{key!r} {_value(client, key)!r}" for key in client.scan_iter(count=1000))


def _value(client: "redis.Redis[bytes]", key: bytes) -> Any:
    read: dict[bytes, Any] = {
        b"string": lambda: client.get(key),
        b"hash": lambda: client.hgetall(key),
        b"list": lambda: client.lrange(key, 0, -1),
        b"set": lambda: client.smembers(key),
        b"zset": lambda: client.zrange(key, 0, -1),
        b"stream": lambda: client.xrange(key),
    }
    return read[client.type(key)]()


def crawl(client: Client, *starts: str, most: int = 80) -> dict[str, str]:
    """Address → text of every page that can be reached by links."""
    seen: dict[str, str] = {}
    waiting = list(starts)
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        seen[address] = body.decode("utf-8", "replace")
        waiting += [link.replace("&amp;", "&") for link in links(seen[address]) if _ours(link)]
    return seen


def links(page: str) -> list[str]:
    return re.findall(r'(?:href|src|action|hx-get|hx-post)="([^"#]*)', page)


def _ours(link: str) -> bool:
    return link.startswith("/") and not link.startswith(("//", "/static/", "/logout", "/live"))


def in_text(text: str, *canaries: str) -> list[str]:
    return [canary for canary in canaries if canary.lower() in text.lower()]
