"""Every deed that leaves an audit row is a sentence: a verb for each action, a name for each kind of thing."""

import ast
import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client

from console.presentation.audit import VERBS, lines
from integrations.models import WebhookSubscription
from jobs import audit
from jobs.audit import Actor
from jobs.models import AuditLog
from oms.models import ReturnHeader, ReturnItem
from tests.architecture.tree import ROOT, product_files
from tests.console.test_webhooks import made
from tests.oms import factories
from webhooks.models import Duty

ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
LABELS = {model._meta.label_lower for model in apps.get_models()}


def deeds(source: str) -> set[str]:
    """Whatever looks like an action in a function that leaves an audit row."""
    found = set()
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        if "audit.record(" in (ast.get_source_segment(source, function) or ""):
            told = [one.value for one in ast.walk(function) if isinstance(one, ast.Constant)]
            found |= {one for one in told if isinstance(one, str) and ACTION.fullmatch(one) and one not in LABELS}
    return found


def test_every_action_has_a_verb() -> None:
    found = set().union(*(deeds((ROOT / name).read_text()) for name in product_files()))
    assert {"run.stopped", "subscription.unwanted", "token.issued", "webhook.replayed"} <= found
    assert found - set(VERBS) == set()
    assert {f"compliance.{duty}" for duty in Duty} <= set(VERBS)


def test_a_deed_without_a_verb_would_be_noticed() -> None:
    assert deeds('def do():\n    audit.record(actor, "strange.deed", row)') - set(VERBS) == {"strange.deed"}


@pytest.mark.django_db
def test_things_are_called_by_their_names(as_role: Callable[[str], Client]) -> None:
    shop, ada = factories.shop(), Actor("ada")
    event = made(shop, 1)
    order = factories.order()
    item = ReturnItem.objects.create(
        header=ReturnHeader.objects.create(order=order, status="RETURN_REQUESTED"), quantity=1, line_gid="x"
    )
    wanted = WebhookSubscription.objects.create(shop=shop, topic="orders/create")
    for action, target in (
        ("webhook.replayed", event),
        ("subscription.wanted", wanted),
        ("return.damaged", item),
    ):
        audit.record(ada, action, target)
    told = {line.entry.action: line for line in lines(AuditLog.objects.all())}
    assert told["webhook.replayed"].target == f"event {event.pk}, products/delete"
    assert told["webhook.replayed"].url == f"/webhooks/{event.pk}/"
    assert told["subscription.wanted"].target == "orders/create"
    assert told["return.damaged"].target == "units that came back of order #1001"
    page = as_role("operator").get("/settings/audit/").content.decode()
    assert "subscribed to" in page and "webhook replayed" not in page and "webhookevent" not in page
