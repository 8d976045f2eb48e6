"""docs/add-a-job.md, followed to the letter in a copy of the tree: one file, one line, and the job is there."""

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
    for name in (*PACKAGES, "templates", "static", "manage.py"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)  # compiled files too: they hold for the copy, and save seconds
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def follow(copy: Path) -> str:
    """Write the page's file and line; the new job's key."""
    assert NEW_FILE is not None
    handler, line = blocks("python")
    path = copy / NEW_FILE.group(1)
    assert not path.exists()
    path.write_text(handler)
    listed = copy / "jobs/catalog/__init__.py"
    head, end, tail = listed.read_text().rpartition(")")
    listed.write_text(f"{head}{line}{end}{tail}")
    return line.strip().strip('",')


def run(copy: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command of the page, against the test's database."""
    words = [sys.executable if word == ".venv/bin/python" else word for word in shlex.split(command)]
    own = connection.settings_dict
    url = f"postgresql://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
    env = {**os.environ, "DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL, "TESTING": "1", "VAR_DIR": str(copy)}
    return subprocess.run(words, cwd=copy, env=env, capture_output=True, text=True, timeout=120, check=False)


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
    before = (copy / "jobs/catalog/__init__.py").read_text()
    follow(copy)
    (copy / "jobs/catalog/__init__.py").write_text(before)
    done = run(copy, blocks("sh")[0].splitlines()[0])
    assert done.returncode == 1
    assert "old_open_orders.py" in done.stderr


def test_the_page_keeps_the_houses_rules(tmp_path: Path) -> None:
    handler = blocks("python")[0]
    assert untyped(handler) == []
    path = tmp_path / "sample.py"
    path.write_text(handler)
    command = [sys.executable, "-m", "ruff", "check", "--config", str(ROOT / "pyproject.toml"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
