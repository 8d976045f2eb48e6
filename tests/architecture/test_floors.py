"""The import contracts of pyproject.toml hold, and each of them would notice a breach."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT

BREACHES = [
    ("console/planted.py", "import jobmanager.settings"),
    ("webhooks/planted.py", "import console.views"),
    ("jobs/models/planted.py", "import webhooks.views"),
    ("integrations/planted.py", "from jobs import models"),
    ("oms/planted.py", "import integrations.models"),
    ("oms/planted.py", "import shopify_client.client"),
    ("shopify_client/planted.py", "import oms.models"),
    ("shopify_client/planted.py", "def f():\n    from django.conf import settings"),
    ("oms/planted.py", "import celery"),
    ("oms/planted.py", "import requests"),
    ("oms/planted.py", "import shopify"),
    ("sandbox/planted.py", "import oms.models"),
    ("sandbox/planted.py", "import shopify_client.client"),
    ("jobs/models/planted.py", "import sandbox.state"),
    ("jobs/services/planted.py", "from django_celery_beat.models import PeriodicTask"),
    ("console/planted.py", "import django_celery_beat"),
    ("jobs/catalog/orders/planted.py", "import jobs.catalog.products.sync"),
    ("jobs/definition/planted.py", "import jobs.engine"),
    ("jobs/engine/planted.py", "import jobs.registry"),
    ("jobs/engine/planted.py", "import jobs.handlers"),
    ("jobs/handlers/planted.py", "import jobs.catalog.products.sync"),
    ("jobs/handlers/planted.py", "import jobs.services"),
    ("jobs/catalog/orders/planted.py", "import jobs.registry"),
    ("jobs/services/planted.py", "import jobs.alerts"),
    ("jobs/alerts/planted.py", "import jobs.worker"),
    ("jobs/health/planted.py", "import jobs.metrics"),
    ("jobs/parameters/planted.py", "import jobs.definition"),
    ("jobs/audit/planted.py", "import jobs.engine"),
    ("jobs/without_a_floor.py", "import json"),
]
CATEGORIES = sorted(path.name for path in (ROOT / "jobs/catalog").iterdir() if (path / "__init__.py").exists())
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def named() -> set[str]:
    """Modules of ours that the contracts or the planted imports name."""
    found = {"jobs.engine.scheduling"}
    for contract in CONTRACTS:
        layers = [layer.strip(" ()") for line in contract.get("layers", ()) for layer in line.split("|")]
        for container in contract.get("containers", [""]):
            found |= {f"{container}.{layer}".strip(".") for layer in layers}
        found |= {*contract.get("modules", ()), *contract.get("source_modules", ())}
    found |= {name for _, planted in BREACHES for name in re.findall(r"(?:from|import) (\w[\w.]*)", planted)}
    return {name for name in found if name.partition(".")[0] in PACKAGES and "*" not in name}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A tree with our packages and nothing in them, under our contracts."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for name in {*PACKAGES, *named()}:
        for part in (tmp_path / name.replace(".", "/"), *(tmp_path / name.replace(".", "/")).parents):
            if part.is_relative_to(tmp_path) and part != tmp_path:
                part.mkdir(parents=True, exist_ok=True)
                (part / "__init__.py").touch()
    return tmp_path


def test_the_tree_keeps_every_contract() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_the_contract_of_the_categories_names_each_of_them() -> None:
    named = [contract["modules"] for contract in CONTRACTS if contract["name"] == "Categories never import each other"]
    assert sorted(named[0]) == [f"jobs.catalog.{name}" for name in CATEGORIES]


def test_an_empty_tree_keeps_them_too(skeleton: Path) -> None:
    done = lint(skeleton)
    assert done.returncode == 0, done.stdout + done.stderr
    (skeleton / "jobs/engine/scheduling/__init__.py").write_text("import django_celery_beat\n")
    assert lint(skeleton).returncode == 0


@pytest.mark.parametrize(("path", "planted"), BREACHES)
def test_a_breach_is_noticed(skeleton: Path, path: str, planted: str) -> None:
    (skeleton / path).write_text(f"{planted}\n")
    done = lint(skeleton)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout
