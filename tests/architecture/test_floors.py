"""The import contracts of pyproject.toml hold, and each of them would notice a breach."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT

BREACHES = [
    ("console/frame/planted.py", "import jobmanager.settings"),
    ("webhooks/planted.py", "import console.rooms"),
    ("jobs/models.py", "import webhooks.views"),
    ("integrations/text.py", "from jobs import models"),
    ("oms/defaults.py", "import integrations.models"),
    ("oms/defaults.py", "import shopify_client.client"),
    ("shopify_client/errors.py", "import oms.models"),
    ("shopify_client/errors.py", "def f():\n    from django.conf import settings"),
    ("oms/defaults.py", "import celery"),
    ("oms/defaults.py", "import requests"),
    ("oms/defaults.py", "import shopify"),
    ("oms/defaults.py", "import urllib.request"),
    ("oms/defaults.py", "from http import client"),
    ("oms/defaults.py", "def f():\n    import smtplib"),
    ("oms/defaults.py", "import socket"),
    ("oms/defaults.py", "import httpx"),
    ("oms/planted.py", ""),
    ("oms/models.py", "import oms.inventory"),
    ("oms/inventory/__init__.py", "import oms.orders"),
    ("oms/inventory/__init__.py", "import oms.products"),
    ("oms/orders/__init__.py", "import oms.returns"),
    ("oms/returns/__init__.py", "import oms.orders"),
    ("oms/orders/__init__.py", "import oms.admin"),
    ("integrations/planted.py", ""),
    ("integrations/crypto.py", "import integrations.models"),
    ("integrations/effects/__init__.py", "import integrations.windows"),
    ("integrations/models.py", "import integrations.connections"),
    ("integrations/connections.py", "import integrations.shopify.orders"),
    ("integrations/shopify/shop.py", "import integrations.onboarding"),
    ("integrations/shopify/planted.py", ""),
    ("integrations/shopify/bulk_load/__init__.py", "import integrations.shopify.orders"),
    ("integrations/shopify/orders/__init__.py", "import integrations.shopify.returns"),
    ("integrations/shopify/orders/__init__.py", "import integrations.shopify.products"),
    ("integrations/shopify/locations.py", "import integrations.shopify.shop"),
    ("shopify_client/planted.py", ""),
    ("shopify_client/client.py", "import shopify_client.pages"),
    ("shopify_client/budget.py", "import shopify_client.retry"),
    ("shopify_client/errors.py", "import shopify_client.transport"),
    ("sandbox/state/planted.py", "import oms.models"),
    ("sandbox/state/planted.py", "import shopify_client.client"),
    ("jobs/models.py", "import sandbox.state"),
    ("jobs/services/planted.py", "from django_celery_beat.models import PeriodicTask"),
    ("console/frame/planted.py", "import django_celery_beat"),
    ("jobs/catalog/orders/planted.py", "import jobs.catalog.products.sync"),
    ("jobs/definition.py", "import jobs.engine"),
    ("jobs/engine/planted.py", "import jobs.registry"),
    ("jobs/engine/planted.py", "import jobs.handlers"),
    ("jobs/handlers/planted.py", "import jobs.catalog.products.sync"),
    ("jobs/handlers/planted.py", "import jobs.services"),
    ("jobs/catalog/orders/planted.py", "import jobs.registry"),
    ("jobs/services/planted.py", "import jobs.alerts"),
    ("jobs/alerts/planted.py", "import jobs.worker"),
    ("jobs/health.py", "import jobs.metrics"),
    ("jobs/parameters.py", "import jobs.definition"),
    ("jobs/audit.py", "import jobs.engine"),
    ("jobs/planted.py", ""),
    ("work/planted.py", ""),
    ("work/claim.py", "import work.outcome"),
    ("work/item.py", "import work.claim"),
    ("work/batch.py", "import work.sweep"),
    ("webhooks/planted.py", ""),
    ("webhooks/handlers/planted.py", "import webhooks.topics"),
    ("webhooks/handlers/planted.py", "import webhooks.processing"),
    ("webhooks/processing/planted.py", "import webhooks.intake"),
    ("webhooks/models.py", "import webhooks.delivery"),
    ("console/planted.py", ""),  # no room that the contract doesn't name
    ("console/presentation/planted.py", "import console.frame"),
    ("console/frame/planted.py", "import console.runs"),
    ("console/frame/planted.py", "import console.lists"),
    ("console/runs/planted.py", "import console.schedule"),
    ("console/schedule/planted.py", "import console.jobs"),
    ("console/jobs/planted.py", "import console.search"),
    ("console/jobs/planted.py", "import console.webhooks"),
    ("console/orders/planted.py", "import console.webhooks"),
    ("console/webhooks/planted.py", "import console.orders"),
    ("console/pipeline/planted.py", "def f():\n    import console.rooms"),
    ("console/pipeline/planted.py", "import console.api"),
    ("sandbox/planted.py", ""),
    ("sandbox/state/planted.py", "import sandbox.http"),
    ("sandbox/rules/lock.py", "import sandbox.graphql"),
    ("sandbox/bulk/planted.py", "import sandbox.webhooks"),
    ("sandbox/pages/planted.py", "import sandbox.admin_api"),
    ("sandbox/webhooks/queue.py", "import sandbox.control"),
    ("sandbox/graphql/execute.py", "import sandbox.world"),
    ("sandbox/admin_api/types.py", "import sandbox.admin_api.mutations"),
    ("sandbox/graphql/schema.py", "import sandbox.graphql.execute"),
    ("sandbox/search/terms.py", "import sandbox.search.parser"),
    ("sandbox/webhooks/delivery.py", "import sandbox.webhooks.queue"),
    ("sandbox/rules/refunds.py", "import sandbox.rules.returns"),
    ("sandbox/rules/stock.py", "import sandbox.rules.refunds"),
    ("sandbox/control/clock.py", "import sandbox.control.day"),
]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def floors_of(package: str) -> list[str]:
    """The files of the modules that the package's own floors name; those in brackets need not be there."""
    [contract] = [one for one in CONTRACTS if one.get("containers") == [package]]
    named = [name.strip() for floor in contract["layers"] for name in floor.split("|") if "(" not in name]
    folder = package.replace(".", "/")
    packages = {path.name for path in (ROOT / folder).iterdir() if (path / "__init__.py").exists()} - {"models"}
    return [f"{folder}/{name}/__init__.py" if name in packages else f"{folder}/{name}.py" for name in named]


CONSOLE = (
    *("api", "templatetags", "pipeline", "search", "orders", "webhooks", "settings"),
    *("jobs", "schedule", "runs", "frame", "lists", "presentation"),
)
CATEGORIES = sorted(path.name for path in (ROOT / "jobs/catalog").iterdir() if (path / "__init__.py").exists())
# Modules that the contracts or the planted imports name.
NAMED = [
    "jobmanager/settings.py", "console/rooms.py",
    "jobs/catalog/products/sync.py", *(f"jobs/catalog/{name}/__init__.py" for name in CATEGORIES),
    *floors_of("oms"), *floors_of("integrations"), *floors_of("integrations.shopify"), *floors_of("shopify_client"),
    *floors_of("jobs"), *floors_of("work"), *floors_of("webhooks"), "jobs/engine/scheduling.py",
    *(f"console/{room}/__init__.py" for room in CONSOLE),
    *(f"console/{name}.py" for name in ("apps", "admin", "checks", "urls", "rooms", "models")),
]  # fmt: skip
# What the contracts inside sandbox name: a package there where another contract looks into it, or a breach is planted.
ROOMS = [
    f"{contract['containers'][0]}.{name}"
    for contract in CONTRACTS
    for names in (contract["layers"] if contract.get("containers", [""])[0].startswith("sandbox") else ())
    for name in names.split(" | ")
]
LEVERS = [name for contract in CONTRACTS for name in contract.get("modules", ()) if name.startswith("sandbox")]
PARENTS = {"sandbox.state", "sandbox.bulk", "sandbox.pages", *(name.rpartition(".")[0] for name in ROOMS + LEVERS)}


def in_sandbox() -> list[str]:
    names = sorted({*ROOMS, *LEVERS, *PARENTS} - {"sandbox"})
    return [f"{name.replace('.', '/')}{'/__init__' if name in PARENTS else ''}.py" for name in names]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A tree with our packages and nothing in them, under our contracts."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for name in [f"{package}/__init__.py" for package in PACKAGES] + NAMED + in_sandbox():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
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
    (skeleton / "jobs/engine/scheduling.py").write_text("import django_celery_beat\n")
    assert lint(skeleton).returncode == 0


@pytest.mark.parametrize(("path", "planted"), BREACHES)
def test_a_breach_is_noticed(skeleton: Path, path: str, planted: str) -> None:
    (skeleton / path).write_text(f"{planted}\n")
    done = lint(skeleton)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout
