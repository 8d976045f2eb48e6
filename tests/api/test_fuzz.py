"""Every field of every call, given every hostile value: never a 5xx, every refusal in the one shape."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.api.urls import api
from jobs.audit import SYSTEM
from jobs.models import AlertTarget, ExclusionCalendar, FailedRecord, JobRun, Pause
from jobs.services.schedules import Settings, save_schedule
from oms.models import OrderHeader, ReturnHeader, ReturnItem
from tests.api.conftest import PROBE, token
from tests.engine.support import new_run
from tests.oms import factories
from webhooks.models import WebhookEvent

SCHEMA: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))
OPERATIONS = [(verb, path) for path, verbs in SCHEMA["paths"].items() for verb in verbs]
TEXTS = ["a\x00b", "\ud800", "", "a" * 5000, "2026-02-30T00:00:00Z"]
HOSTILE: list[Any] = [*TEXTS, None, True, -1, 2**63, 10**400, float("nan"), ["\x00"], {"x": "\ud800"}]
FITTING: dict[str, Any] = {
    "reason": "stock count",
    "job": PROBE.key,
    "fingerprint": "0" * 16,
    "when": "every 5 minutes",
    "zone": "Europe/Berlin",
    "enabled": True,
    "start": "2026-01-01T00:00:00Z",
    "end": "2026-01-02T00:00:00+05:00",
    "parameters": {"count": 3},
    "overlap": "skip",
    "catch_up": "none",
    "name": "x",
    "topic": "orders/create",
    "wanted": True,
    "kind": "email",
    "address": "ops@example.com",
}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: dict[str, Any] = SCHEMA["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return found
    return schema


def fitting(schema: dict[str, Any]) -> dict[str, Any]:
    """A body that the description allows, as far as names alone tell."""
    body: dict[str, Any] = {}
    for name, field in resolved(schema).get("properties", {}).items():
        inner = resolved(field)
        if "properties" in inner:
            body[name] = fitting(inner)
        elif name in FITTING:
            body[name] = FITTING[name]
    return body


def twisted(body: dict[str, Any], schema: dict[str, Any]) -> Iterator[Any]:
    """The body with one field after the other given each hostile value, and bodies that are none."""
    yield from ([], None, 1, "x", {"nobody knows": 1}, {**body, "nobody knows": 1})
    for name, field in resolved(schema).get("properties", {}).items():
        inner = resolved(field)
        if "properties" in inner:
            yield from ({**body, name: each} for each in twisted(body[name], inner))
        yield from ({**body, name: value} for value in HOSTILE)
        if name == "parameters":
            yield from ({**body, name: {"count": value}} for value in HOSTILE)


@pytest.fixture
def knock(db: None) -> Any:
    """`knock(verb, path, text)` calls as an admin and looks at the answer."""
    client, headers = Client(raise_request_exception=False), {"Authorization": f"Bearer {token('admin')}"}

    def call(verb: str, target: str, text: str = "") -> int:
        answer = client.generic(verb.upper(), target, data=text, content_type="application/json", headers=headers)
        assert answer.status_code < 500, (verb, target, text[:200], answer.content[:300])
        if answer.status_code >= 400:
            assert set(answer.json()) == {"error", "fields"}, (target, answer.content[:300])
        return int(answer.status_code)

    return call


def things() -> dict[str, int]:
    """One of each, so that the calls have something to break."""
    schedule = save_schedule(PROBE.key, None, Settings("0 2 * * *"), SYSTEM)
    run = new_run(origin="schedule", state="dead", error="x", finished_at="2026-01-01T00:00:00Z")
    record = FailedRecord.objects.create(run=run, reference="1", reason="x", message="x")
    pause = Pause.objects.create(category="orders", reason="x", paused_by="x")
    calendar = ExclusionCalendar.objects.create(name="Sale")
    span = calendar.exclusions.create(starts_at="2090-01-01T00:00Z", ends_at="2090-01-02T00:00Z", reason="x")
    order = factories.order()
    event = WebhookEvent.objects.create(
        shop=order.shop, topic="orders/create", webhook_id="w", body=b"{}", size=2, digest=b"", state="dead",
        error="x", fingerprint="0" * 16, finished_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    return {
        "schedules": schedule.pk,
        "runs": run.pk,
        "records": record.pk,
        "pauses": pause.pk,
        "calendars": calendar.pk,
        "closed": span.pk,
        "alert-targets": AlertTarget.objects.create(name="ops", kind="email", address="o@example.com").pk,
        "orders": order.pk,
        "shops": order.shop_id,
        "webhooks": event.pk,
        "returned-items": returned(order).pk,
    }


def returned(order: OrderHeader) -> ReturnItem:
    header = ReturnHeader.objects.create(order=order, gid="r", status="RETURN_COMPLETED")
    return header.items.create(gid="l", line_gid="x", quantity=1)


def addressed(path: str, known: dict[str, int]) -> str:
    pk = known.get(path.split("/")[2], 1)
    return path.replace("{pk}", str(pk)).replace("{key}", PROBE.key)


def body_of(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    found: dict[str, Any] = content.get("application/json", {}).get("schema", {})
    return found


@pytest.mark.parametrize(("verb", "path"), OPERATIONS)
def test_no_value_breaks_it(knock: Any, verb: str, path: str) -> None:
    known, operation = things(), SCHEMA["paths"][path][verb]
    target, schema = addressed(path, known), body_of(operation)
    assert knock(verb, target, json.dumps(fitting(schema)) if schema else "") not in {401, 403, 405, 422}
    for body in twisted(fitting(schema), schema) if schema else ():
        knock(verb, target, json.dumps(body))
    for text in ("{", "[" * 3000, "\x00", '{"a": 1e400}', "") if schema else ():
        knock(verb, target, text)
    for parameter in operation.get("parameters", []):
        for value in (*TEXTS, "0", "-1", str(2**63), "1e5", "x"):
            shown = quote(value, safe="", errors="surrogatepass")
            if parameter["in"] == "query":
                knock(verb, f"{target}?{urlencode({parameter['name']: value}, errors='surrogatepass')}")
            elif shown:
                knock(verb, path.replace(f"{{{parameter['name']}}}", shown), json.dumps(fitting(schema)))


ANYTHING = st.recursive(
    st.sampled_from(HOSTILE) | st.text() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@pytest.mark.parametrize("names", [["count"], ["x"], ["count", "x"]], ids=" and ".join)
def test_no_parameters_break_a_run(knock: Any, names: list[str]) -> None:
    @settings(max_examples=50, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from(names), ANYTHING))
    def any_parameters(parameters: dict[str, Any]) -> None:
        knock("post", f"/api/jobs/{PROBE.key}/runs", json.dumps({"parameters": parameters}))
        JobRun.objects.all().delete()

    any_parameters()
