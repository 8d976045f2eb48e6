"""Follows docs/add-a-job.md to the letter in a copy of the tree, and holds the copy to the suite's rules.

The tree may have the page's job already: whoever follows the page for a look must not fail this test.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.architecture.test_files import untyped
from tests.architecture.tree import PACKAGES, ROOT

PAGE = (ROOT / "docs" / "add-a-job.md").read_text()
NEW_FILE = re.search(r"Write `(\S+)`:", PAGE)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in (*PACKAGES, "templates", "static", "docs", "tests", "bin", "manage.py", "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            # Compiled files too: they hold for the copy, and save seconds. Those of pytest's name their place.
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("*-pytest-*.pyc"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def follow(copy: Path) -> str:
    """Writes the page's file, its line and its row; answers with the new job's key."""
    assert NEW_FILE is not None
    handler, line = blocks("python")
    (copy / NEW_FILE.group(1)).write_text(handler)
    listed = copy / "jobs/catalog/__init__.py"
    head, end, tail = listed.read_text().replace(line, "").rpartition(")")
    listed.write_text(f"{head}{line}{end}{tail}")
    (row,) = blocks("markdown")
    page = copy / "docs/categories.md"  # the sample's category is the last one of the page
    page.write_text(page.read_text().replace(row, "").rstrip("\n") + "\n" + row)
    return line.strip().strip('",')


def run(copy: Path, command: str, database: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a command in the copy, against the test's database or one whose name is given."""
    words = [sys.executable if word == ".venv/bin/python" else word for word in shlex.split(command)]
    own = connection.settings_dict
    url = f"postgresql://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{database or own['NAME']}"
    env = {
        # Of a parallel run it would take itself for one process more, and use the broker of its neighbour.
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST_")},
        "DATABASE_URL": url,
        "REDIS_URL": settings.REDIS_URL,
        "TESTING": "1",
        "VAR_DIR": str(copy / "var"),
    }
    return subprocess.run(words, cwd=copy, env=env, capture_output=True, text=True, timeout=600, check=False)


@pytest.mark.costly("runs three commands of the page, and each of them loads the product")
def test_the_page_adds_a_job(copy: Path, transactional_db: None) -> None:
    key = follow(copy)
    commands = blocks("sh")[0].splitlines()
    assert len(commands) == 3
    outputs = []
    for command in commands:
        done = run(copy, command)
        assert done.returncode == 0, done.stdout + done.stderr
        outputs.append(done.stdout)
    assert re.search(rf"{key}\s+Old open orders", outputs[1])
    assert "Done" in outputs[2]


@pytest.mark.costly("runs a command of the page, which loads the product out of a copy")
def test_without_the_line_the_check_refuses_the_file(copy: Path, transactional_db: None) -> None:
    follow(copy)
    listed = copy / "jobs/catalog/__init__.py"
    listed.write_text(listed.read_text().replace(blocks("python")[1], ""))
    done = run(copy, blocks("sh")[0].splitlines()[0])
    assert done.returncode == 1
    assert "old_open_orders.py" in done.stderr


@pytest.mark.long("runs tests of the suite a second time, in a copy that has the page's job")
def test_the_suite_takes_the_pages_job_as_it_is(copy: Path, transactional_db: None) -> None:
    """Those that look at every job of the catalogue, for this job; the rules that read files, for all of them."""
    key = follow(copy)
    reading = ("first_lines", "categories", "jobs", "no_effects")
    asking = ("tests/dry", "tests/engine/test_parameters.py", "tests/console/test_real_jobs.py")
    files = " ".join((*asking, *(f"tests/architecture/test_{name}.py" for name in reading)))
    chosen = " or ".join((key, "test_real_jobs", *(f"test_{name}" for name in reading)))
    # Its database is ours: emptied after each test, there as here.
    database = connection.settings_dict["NAME"].removeprefix("test_")
    done = run(copy, f".venv/bin/python -m pytest -n0 --reuse-db -p no:cacheprovider {files} -k '{chosen}'", database)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.findall(r"(\d+) passed", done.stdout)[-1]) > 15


@pytest.mark.costly("runs mypy, without what it remembers")
def test_the_page_keeps_the_houses_rules(tmp_path: Path) -> None:
    handler = blocks("python")[0]
    assert untyped(handler) == []
    path = tmp_path / "sample.py"
    path.write_text(handler)
    ruff = ["ruff", "check", "--config", str(ROOT / "pyproject.toml")]
    # What the page imports stays unread, which would take a minute: its decorators have no types here.
    mypy = ["mypy", "--config-file=", "--strict", "--follow-imports=skip", "--no-incremental"]
    for tool in (ruff, [*mypy, "--allow-untyped-decorators"]):
        done = subprocess.run(
            [sys.executable, "-m", *tool, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
