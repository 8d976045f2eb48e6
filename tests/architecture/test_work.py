"""Only `work/` claims: nothing else writes who holds a row, until when, or that it is under way."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps

from tests.architecture.writes import LOOKING, calls, columns, name_of, sources, texts
from work import kinds
from work.item import WorkItem

_CLAIMING = {"lease_until", "claimed_by"}
_SET = re.compile(r"\bSET\b(?P<set>.*?)(?:\bWHERE\b|\bFROM\b|;|\Z)", re.DOTALL | re.IGNORECASE)
_SQL = re.compile(
    r"\b(?:lease_until|claimed_by)\s*=|\bstate\s*=\s*'running'|\btoken\s*=\s*(?:\w+\.)?token\b"
    r"|^\s*\([^)]*\b(?:lease_until|claimed_by|token)\b[^)]*\)\s*=",
    re.IGNORECASE,
)


def claims(source: str, *, python: bool = True) -> list[str]:
    """What writes a claim: a call, an attribute, or a statement of SQL."""
    if not python:
        return list(_statements(source))
    tree = ast.parse(source)
    found = [ast.unparse(call) for call in calls(tree) if name_of(call) not in LOOKING and _claims(call)]
    found += [statement for text in texts(tree) for statement in _statements(text)]
    return found + [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.stmt) and _assigns(node)]


def _statements(text: str) -> Iterator[str]:
    return (match.group() for match in _SET.finditer(text) if _SQL.search(match["set"]))


def _claims(call: ast.Call) -> bool:
    return any(name in _CLAIMING or (name == "state" and _running(value)) for name, value in columns(call).items())


def _assigns(node: ast.stmt) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    written = {
        part.attr for target in targets if target for part in ast.walk(target) if isinstance(part, ast.Attribute)
    }
    return bool(written & _CLAIMING) or ("state" in written and _running(getattr(node, "value", None)))


def _running(value: ast.expr | None) -> bool:
    said = ast.unparse(value) if value else ""
    return said.endswith("State.RUNNING") or said == "'running'"


def test_only_the_room_for_work_claims() -> None:
    outside = {name: text for name, text in sources().items() if not name.startswith("work/")}
    found = {name: claims(text, python=name.endswith(".py")) for name, text in outside.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_every_table_of_work_is_swept() -> None:
    """A floor that has one must hand it down, or nobody resends what waits there."""
    tables = {model for model in apps.get_models() if issubclass(model, WorkItem)}
    assert {kind.model for kind in kinds.every()} == tables


@pytest.mark.parametrize(
    "planted",
    [
        "JobRun.objects.filter(pk=1).update(lease_until=None)",
        "JobRun.objects.filter(pk=1).update(state=State.RUNNING)",
        "WebhookEvent.objects.filter(pk=pk, state=State.PENDING).update(state=State.RUNNING, token=F('token')+1)",
        "JobRun.objects.filter(state=item.State.RUNNING).update(state='running')",
        "JobRun.objects.update(**{'lease_until': x})",
        "JobRun.objects.bulk_update(rows, ['lease_until'])",
        "JobRun.objects.bulk_update(rows, fields=['claimed_by'])",
        "run.save(update_fields=['lease_until'])",
        "setattr(run, 'lease_until', x)",
        "run.claimed_by = 'me'",
        "run.state = State.RUNNING\nrun.save()",
        "run.state, run.token = State.RUNNING, 1\nrun.lease_until = None",
        "SQL = '''UPDATE files_drop\nSET token = token + 1, state = 'running' WHERE id = 1'''",
        "SQL = 'UPDATE t SET state = %s, token = t.token + 1 WHERE state = %s'",
        "SQL = 'UPDATE t SET (state, token) = (%s, token + 1)'",
    ],
)
def test_a_claim_elsewhere_is_noticed(planted: str) -> None:
    assert claims(planted)


def test_one_in_a_file_of_sql_too() -> None:
    assert claims("UPDATE jobs_jobrun r\nSET lease_until = now()\nFROM due d;", python=False)
    assert not claims("UPDATE jobs_jobrun SET error = '' WHERE lease_until = x AND state = 'running'", python=False)


@pytest.mark.parametrize(
    "harmless",
    [
        "JobRun.objects.filter(state=State.RUNNING, lease_until__lt=now).values_list('claimed_by')",
        "Q(state=State.RUNNING)",
        "JobRun.objects.filter(state=State.RUNNING).update(cancel_requested=True)",
        "run.state = State.DONE",
    ],
)
def test_looking_is_no_claim(harmless: str) -> None:
    assert not claims(harmless)
