"""A new run is a row that few modules write; every other one asks them."""

import ast
import re

import pytest

from tests.architecture.writes import CREATING, about, calls, name_of, sources, texts

# docs/architecture.md says why there is more than one.
INSERTING = {"jobs/engine/slot_rows.py", "jobs/services/schedules.py"}
# Make the row, and give it to `new_run` to insert.
HANDING_IN = {"jobs/services/run_request.py", "jobs/services/failed_records.py", "jobs/handlers/start_job.py"}
_SQL = re.compile(r"\b(?:INSERT\s+INTO|COPY)\s+(?:jobs_jobrun\b|\{runs?\})", re.IGNORECASE)


def makes(text: str, *, python: bool = True) -> list[str]:
    """Where a source makes a run, or inserts one."""
    if not python:
        return _SQL.findall(text)
    tree = ast.parse(text)
    runs = about(tree, r"\bJobRun\b")
    found = [statement for part in texts(tree) for statement in _SQL.findall(part)]
    for call in calls(tree):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if name_of(call) == "JobRun" or (owner is not None and name_of(call) in CREATING and runs(owner)):
            found.append(ast.unparse(call))
    return found


def inserts(text: str, *, python: bool = True) -> bool:
    """It writes the row itself: all that it makes is not given to `new_run`."""
    return bool(makes(text, python=python)) and not re.search(r"\bnew_run\.(?:insert|request)\(", text)


def test_only_the_named_homes_make_runs() -> None:
    found = {name: text for name, text in sources().items() if makes(text, python=name.endswith(".py"))}
    assert set(found) == INSERTING | HANDING_IN
    assert {name for name, text in found.items() if inserts(text, python=name.endswith(".py"))} == INSERTING


@pytest.mark.parametrize(
    "planted",
    [
        "JobRun.objects.create(key=key)",
        "JobRun(key=key).save()",
        "models.JobRun(key=key)",
        "JobRun.objects.bulk_create(rows)",
        "rows = JobRun.objects\nrows.get_or_create(key=key)",
        "SQL = 'INSERT INTO jobs_jobrun (key) VALUES (1)'",
        "SQL = 'insert into {runs} (key) VALUES (1)'",
    ],
)
def test_a_planted_run_is_noticed(planted: str) -> None:
    assert makes(planted) and inserts(planted)


def test_looking_at_runs_is_free() -> None:
    assert not makes("JobRun.objects.filter(pk=1).update(error='')\nRunLog.objects.bulk_create(logs)")
