"""The sandbox store's orders, moved on to their next version just before it is posted: what is read of them is true."""

import json
import urllib.request
from collections.abc import Sequence

from bench.chaos.world import World
from bench.storm.posts import Post, note

AT_ONCE = 25  # orders in one request: 10 points of cost each


class Shop:
    """`versions` is what each order (gid) stands at; 0 = as it was made."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.versions: dict[str, int] = {}

    def orders(self, many: int) -> list[str]:
        """Gids of orders that are no test orders."""
        table = self._world.ask_sandbox("state?table=orders")["orders"]
        rows = list(table.values()) if isinstance(table, dict) else list(table)
        found = [f"gid://shopify/Order/{row['id']}" for row in rows if not row.get("test")][:many]
        if len(found) < many:
            raise RuntimeError(f"the sandbox store has {len(found)} orders instead of {many}")
        return found

    def reach(self, posts: Sequence[Post]) -> None:
        """Every order at the version that these posts tell of, or at a later one."""
        ahead: dict[str, int] = {}
        for post in posts:
            if post.version > max(self.versions.get(post.order, 0), ahead.get(post.order, 0)):
                ahead[post.order] = post.version
        changes = list(ahead.items())
        for start in range(0, len(changes), AT_ONCE):
            self._write(changes[start : start + AT_ONCE])
        self.versions.update(ahead)

    def _write(self, changes: Sequence[tuple[str, int]]) -> None:
        fields = " ".join(
            f'u{place}: orderUpdate(input: {{id: "{gid}", note: "{note(version)}"}}) {{ userErrors {{ message }} }}'
            for place, (gid, version) in enumerate(changes)
        )
        request = urllib.request.Request(
            f"{self._world.sandbox_url}/admin/api/2026-10/graphql.json",
            data=json.dumps({"query": f"mutation {{ {fields} }}"}).encode(),
            headers={"X-Shopify-Access-Token": "shpat_sandbox", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            told = json.loads(answer.read())
        if told.get("errors") or any(one["userErrors"] for one in told["data"].values()):
            raise RuntimeError(f"the sandbox store took no new versions: {told}")
