"""Every deed that leaves an audit row is a sentence: a verb for each action, a name for each kind of thing."""

import ast
import re
from collections.abc import Callable, Iterable
from importlib import import_module

import pytest
from django.test import Client

from console.presentation.audit import lines
from console.presentation.deeds import MODULES, deeds, words_of
from integrations.models import WebhookSubscription
from jobs import audit
from jobs.audit import Actor, Deed
from jobs.models import AuditLog
from jobs.services import log_damaged
from oms.models import ReturnHeader, ReturnItem
from tests.architecture.tree import ROOT, product_files
from tests.console.test_webhooks import made
from tests.oms import factories
from webhooks.models import Duty
from webhooks.services import events, subscriptions

FILES = {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): path for path in product_files()}


IMPORTS_IT = re.compile(r"^from jobs\.audit import .*\bDeed\b", re.MULTILINE)


def made_in(source: str) -> set[str]:
    """The names that a module gives to its deeds."""
    assigned = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    return {node.targets[0].id for node in assigned if makes_one(node.value)}


def makes_one(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Deed"


def unnamed(source: str) -> int:
    """Deeds that a module makes without giving them a name: no list of its deeds would find them."""
    return sum(makes_one(node) for node in ast.walk(ast.parse(source))) - len(made_in(source))


def used(sources: Iterable[str]) -> set[str]:
    """Every name that is read anywhere."""
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return names | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def test_every_module_that_has_deeds_is_listed() -> None:
    sources = {name: path.read_text() for name, path in FILES.items()}
    found = {name: one for name, one in sources.items() if IMPORTS_IT.search(one) and "Deed(" in one}
    assert {*found, "jobs.audit"} == set(MODULES)
    assert {name: many for name, source in found.items() if (many := unnamed(source))} == {}


def test_every_deed_is_done_somewhere() -> None:
    sources = {name: path.read_text() for name, path in FILES.items()}
    made = {name: made_in(sources[name]) for name in MODULES}
    mention = re.compile(rf"\b(?:{'|'.join(sorted(set().union(*made.values())))})\b")
    # Reading all files as trees costs seconds; most mention none.
    everywhere = used(source for source in sources.values() if mention.search(source))
    for name, names in made.items():
        assert names <= everywhere, name


def test_no_two_deeds_have_one_action() -> None:
    found = [deed.action for name in MODULES for deed in vars(import_module(name)).values() if isinstance(deed, Deed)]
    assert len(found) == len(set(found)) == len(deeds()) >= 55
    # A name that is given away twice in one module would hide its first deed.
    assert sum(len(made_in(FILES[name].read_text())) for name in MODULES) == len(found)
    assert {f"compliance.{duty}" for duty in Duty} <= set(deeds())


def test_a_deed_that_no_list_finds_would_be_noticed() -> None:
    assert unnamed('def do():\n    audit.record(actor, Deed("strange.deed", "did"), row)') == 1
    assert made_in('STRANGE = Deed("strange.deed", "did")') == {"STRANGE"}
    assert used(["STRANGE = 1"]) == set()


def test_an_old_row_whose_deed_is_gone_still_has_words() -> None:
    assert words_of("moon.walked_on") == "moon walked on"


@pytest.mark.django_db
def test_things_are_called_by_their_names(as_role: Callable[[str], Client]) -> None:
    shop, ada = factories.shop(), Actor("ada")
    event = made(shop, 1)
    order = factories.order()
    item = ReturnItem.objects.create(
        header=ReturnHeader.objects.create(order=order, status="RETURN_REQUESTED"), quantity=1, line_gid="x"
    )
    wanted = WebhookSubscription.objects.create(shop=shop, topic="orders/create")
    for deed, target in ((events.REPLAYED, event), (subscriptions.WANTED, wanted), (log_damaged.DAMAGED, item)):
        audit.record(ada, deed, target)
    told = {line.entry.action: line for line in lines(AuditLog.objects.all())}
    assert told["webhook.replayed"].target == f"event {event.pk}, products/delete"
    assert told["webhook.replayed"].url == f"/webhooks/{event.pk}/"
    assert told["subscription.wanted"].target == "orders/create"
    assert told["return.damaged"].target == "units that came back of order #1001"
    page = as_role("operator").get("/settings/audit/").content.decode()
    assert "subscribed to" in page and "webhook replayed" not in page and "webhookevent" not in page
