"""What is posted: five versions of every order, some of them twice, out of turn; and what a store does to them."""

import json
import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.chaos.setting import SHOP_DOMAIN
from shopify_client.webhooks import sign

VERSIONS = 5
SECRET = "sandbox-secret"  # the sandbox store's published one
TOPICS = ("orders/create", "orders/updated")


@dataclass(frozen=True)
class Post:
    """One delivery. `number` is the event's, the same for a doubled one; it stands in the signed body."""

    number: int
    order: str
    version: int
    headers: Mapping[str, str]
    body: bytes


def note(version: int) -> str:
    """What the store writes on the order in this version: the OMS must have the last one at the end."""
    return f"version {version} of {VERSIONS}"


def make(orders: Sequence[str], events: int, doubled: float, seed: int) -> list[Post]:
    """`events` of them over the orders (gids), `doubled` of a hundred parts twice, in an order that is by chance."""
    dice = random.Random(seed)
    pairs = [(order, version) for order in orders for version in range(1, VERSIONS + 1)][:events]
    firsts = [_post(number, order, version, dice) for number, (order, version) in enumerate(pairs)]
    copies = [_again(post, dice) for post in dice.sample(firsts, round(len(firsts) * doubled))]
    posts = [*firsts, *copies]
    dice.shuffle(posts)
    return posts


def _post(number: int, order: str, version: int, dice: random.Random) -> Post:
    known = int(order.rpartition("/")[2])
    body = json.dumps(
        {"id": known, "admin_graphql_api_id": order, "note": note(version), "storm": number, "line_items": []}
    ).encode()
    told = {
        "Content-Type": "application/json",
        "X-Shopify-Topic": TOPICS[version > 1],
        "X-Shopify-Hmac-SHA256": sign(body, SECRET),
        "X-Shopify-Shop-Domain": SHOP_DOMAIN,
        "X-Shopify-API-Version": "2026-10",
        "X-Shopify-Triggered-At": "2026-11-24T15:00:01.123456789Z",
        "X-Shopify-Webhook-Id": _id(dice),
        "X-Shopify-Event-Id": _id(dice),
    }
    return Post(number, order, version, told, body)


def _again(post: Post, dice: random.Random) -> Post:
    """Half of them the same delivery, half the same event by another delivery."""
    fresh = {} if dice.random() < 0.5 else {"X-Shopify-Webhook-Id": _id(dice)}
    return Post(post.number, post.order, post.version, {**post.headers, **fresh}, post.body)


def _id(dice: random.Random) -> str:
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))


def write(path: Path, posts: Sequence[Post]) -> None:
    """For the sender, a process of its own: one JSON list a line."""
    lines = [json.dumps([post.number, dict(post.headers), post.body.decode()]) for post in posts]
    path.write_text("\n".join(lines))
