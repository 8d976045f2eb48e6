"""Only `work/` claims: nothing else writes who holds a row, until when, or that it is under way."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tests.architecture.tree import ROOT, product_files
from work import kinds
from work.item import WorkItem

_CLAIMING = ("lease_until", "claimed_by")
_SQL = re.compile(r"\bSET\b.*?(\blease_until\s*=|\bclaimed_by\s*=|\bstate\s*=\s*'running')", re.DOTALL | re.IGNORECASE)


def claims(source: str) -> Iterator[int]:
    """Lines that write a claim: by a keyword of a call, an attribute, or a statement of SQL."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and (node.arg in _CLAIMING or _runs(node)):
            yield node.value.lineno
        elif (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in _CLAIMING) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.search(node.value)
        ):
            yield node.lineno


def _runs(node: ast.keyword) -> bool:
    """`state=State.RUNNING` of a call that writes; one that only looks for such rows is no claim."""
    return node.arg == "state" and ast.unparse(node.value) in ("State.RUNNING", "'running'")


def written(source: str) -> list[int]:
    """Calls that only look (filter, exclude, Q, get) name the state too, and are left out."""
    looking = {
        keyword.value.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and _name(node) in ("filter", "exclude", "get", "Q")
        for keyword in node.keywords
        if keyword.arg == "state"
    }
    return [line for line in claims(source) if line not in looking]


def _name(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def outside(root: Path) -> list[str]:
    found = []
    for path in product_files(root):
        name = path.relative_to(root).as_posix()
        if not name.startswith(("work/", "sandbox/")):
            found += [f"{name}:{line}" for line in written(path.read_text())]
    return found


def test_only_the_room_for_work_claims() -> None:
    assert outside(ROOT) == []


def test_every_table_of_work_is_swept() -> None:
    """A floor that has one must hand it down, or nobody resends what waits there."""
    tables = {model for model in apps.get_models() if issubclass(model, WorkItem)}
    assert {kind.model for kind in kinds.every()} == tables


def test_a_claim_elsewhere_is_noticed() -> None:
    assert written("JobRun.objects.filter(pk=1).update(lease_until=None)")
    assert written("JobRun.objects.filter(pk=1).update(state=State.RUNNING)")
    assert written("run.claimed_by = 'me'")
    assert written("SQL = '''UPDATE files_drop\nSET token = token + 1, state = 'running' WHERE id = 1'''")
    assert not written("JobRun.objects.filter(state=State.RUNNING, lease_until__lt=now).values_list('claimed_by')")
    assert not written("Q(state=State.RUNNING)")
