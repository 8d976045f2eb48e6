"""The import contracts of pyproject.toml hold, and each of them would notice a breach."""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT

BREACHES = [
    ("console/planted.py", "import jobmanager.settings"),
    ("webhooks/planted.py", "import console.views"),
    ("jobs/planted.py", "import webhooks.views"),
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
    ("jobs/planted.py", "import sandbox.state"),
    ("jobs/services/planted.py", "from django_celery_beat.models import PeriodicTask"),
    ("console/planted.py", "import django_celery_beat"),
    ("jobs/catalog/orders/planted.py", "import jobs.catalog.products.sync"),
    ("jobs/definition.py", "import jobs.engine"),
    ("jobs/engine/planted.py", "import jobs.registry"),
    ("jobs/alerts/planted.py", "import jobs.services"),
    ("jobs/health.py", "import jobs.alerts"),
    ("work/claim.py", "import work.outcome"),
    ("work/item.py", "import work.claim"),
    ("work/batch.py", "import work.sweep"),
    ("webhooks/handlers/planted.py", "import webhooks.topics"),
    ("webhooks/handlers/planted.py", "import webhooks.processing"),
    ("webhooks/processing/planted.py", "import webhooks.intake"),
    ("webhooks/models/planted.py", "import webhooks.delivery"),
]
# One that no floor names: it would stand outside of every contract.
STRAYS = ["jobs/planted.py", "work/planted.py", "webhooks/planted.py"]
CATEGORIES = sorted(path.name for path in (ROOT / "jobs/catalog").iterdir() if (path / "__init__.py").exists())
# Modules that the contracts or the planted imports name.
NAMED = [
    "jobmanager/settings.py", "console/views.py", "webhooks/views.py",
    "jobs/catalog/products/sync.py", *(f"jobs/catalog/{name}/__init__.py" for name in CATEGORIES),
    "jobs/engine/scheduling.py", "integrations/models.py", "oms/models.py",
    "shopify_client/client.py", "sandbox/state.py",
]  # fmt: skip


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def layers() -> Iterator[str]:
    """A file for each layer inside a package, a folder where there is one."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        for container in contract.get("containers", []):
            folder = container.replace(".", "/")
            for name in " | ".join(contract["layers"]).split(" | "):
                inside = (ROOT / folder / name).is_dir()
                yield f"{folder}/{name}/__init__.py" if inside else f"{folder}/{name}.py"


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A tree with our packages and nothing in them, under our contracts."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for name in [f"{package}/__init__.py" for package in PACKAGES] + NAMED + list(layers()):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def test_the_tree_keeps_every_contract() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_the_contract_of_the_categories_names_each_of_them() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = [contract["modules"] for contract in contracts if contract["type"] == "independence"]
    assert sorted(named[0]) == [f"jobs.catalog.{name}" for name in CATEGORIES]


def test_an_empty_tree_keeps_them_too(skeleton: Path) -> None:
    done = lint(skeleton)
    assert done.returncode == 0, done.stdout + done.stderr
    (skeleton / "jobs/engine/scheduling.py").write_text("import django_celery_beat\n")
    assert lint(skeleton).returncode == 0


@pytest.mark.parametrize("path", STRAYS)
def test_a_module_on_no_floor_is_noticed(skeleton: Path, path: str) -> None:
    (skeleton / path).write_text('"""Stands on no floor."""\n')
    assert lint(skeleton).returncode == 1


@pytest.mark.parametrize(("path", "planted"), BREACHES)
def test_a_breach_is_noticed(skeleton: Path, path: str, planted: str) -> None:
    (skeleton / path).write_text(f"{planted}\n")
    done = lint(skeleton)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout
