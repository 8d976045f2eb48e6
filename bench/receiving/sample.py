"""One delivery: an orders/create of 9.8 KB, its shop and its signature."""

import json
import random
import uuid
from typing import Any

from shopify_client.webhooks import sign

TOPIC = "orders/create"
DOMAIN = "bench.myshopify.com"
SECRET = "secret-of-the-bench"
SIZE = 9_800


def order() -> dict[str, Any]:
    """Made up, with the keys and the size of an ordinary order."""
    chance = random.Random(7)
    number = 5_820_982_911_946
    lines = [
        {
            "id": number + n,
            "admin_graphql_api_id": f"gid://shopify/LineItem/{number + n}",
            "title": f"Shirt {chance.choice(['linen', 'cotton', 'wool'])} {n}",
            "sku": f"SHIRT-{chance.randrange(10**6):06}",
            "quantity": chance.randrange(1, 4),
            "price": f"{chance.randrange(1000, 9000) / 100:.2f}",
            "vendor": "Green Hill",
            "properties": [],
            "fulfillable_quantity": 1,
            "requires_shipping": True,
            "taxable": True,
            "tax_lines": [{"title": "VAT", "price": f"{chance.randrange(100, 900) / 100:.2f}", "rate": 0.2}],
        }
        for n in range(20)
    ]
    address = {"name": "Ada Byron", "address1": "12 Mill Lane", "city": "Leeds", "zip": "LS1 4AP", "country_code": "GB"}
    return {
        "id": number,
        "admin_graphql_api_id": f"gid://shopify/Order/{number}",
        "name": "#1042",
        "created_at": "2026-11-24T10:00:00-05:00",
        "updated_at": "2026-11-24T10:00:01-05:00",
        "shipping_address": address,
        "billing_address": address,
        "line_items": lines,
    }


def body() -> bytes:
    value = order()
    bare = len(json.dumps({**value, "note": ""}).encode())
    chance = random.Random(8)
    words = " ".join(f"{chance.randrange(16**6):x}" for _ in range(SIZE))
    return json.dumps({**value, "note": words[: SIZE - bare]}).encode()


def headers(content: bytes) -> dict[str, str]:
    """All but the ids, which are new for each delivery."""
    return {
        "Content-Type": "application/json",
        "X-Shopify-Topic": TOPIC,
        "X-Shopify-Hmac-SHA256": sign(content, SECRET),
        "X-Shopify-Shop-Domain": DOMAIN,
        "X-Shopify-API-Version": "2026-10",
        "X-Shopify-Triggered-At": "2026-11-24T15:00:01.123456789Z",
    }


def wrk_script(content: bytes) -> str:
    """Every request has ids of its own, so every request is a row."""
    told = "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in headers(content).items())
    return f"""
wrk.method = "POST"
wrk.body = [==[{content.decode()}]==]
{told}
local run = "{uuid.uuid4().hex[:12]}"
local number = 0
request = function()
  number = number + 1
  wrk.headers["X-Shopify-Webhook-Id"] = string.format("%s-%012d", run, number)
  wrk.headers["X-Shopify-Event-Id"] = string.format("e%s-%012d", run, number)
  return wrk.format(nil, nil)
end
done = function(summary, latency)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("RESULT %d %d %d %.3f %.3f\\n", summary.requests, summary.duration, wrong,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
"""
