"""What is imported for types alone, or named in a string, points down too where floors meet.

The import contracts don't look at it. Inside a room types may point anywhere.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import ROOT, height, product_files
from tests.architecture.writes import calls, name_of

# Rooms of the console that stand side by side, one for each category.
BESIDE = {"orders", "webhooks", "settings", "inventory", "brokering", "fulfillment", "preorder"}


def named(source: str) -> Iterator[str]:
    """Modules that a source imports, wherever; and those that it names to `get_model` or `import_module`."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
    for call in calls(tree):
        if name_of(call) in ("get_model", "get_app_config", "import_module", "import_string", "__import__"):
            yield from (part.value for part in call.args[:1] if isinstance(part, ast.Constant))


def upward(module: str, source: str) -> list[str]:
    """Those that lie on a higher floor, or beside this one."""
    return [f"{module} -> {other}" for other in named(source) if _refused(module.split("."), other.split("."))]


def _refused(ours: list[str], theirs: list[str]) -> bool:
    if ours[0] != theirs[0]:
        return height(ours[0]) <= height(theirs[0])
    return ours[0] == "console" and ours[1:2] != theirs[1:2] and {*ours[1:2], *theirs[1:2]} <= BESIDE


def test_types_and_names_point_down() -> None:
    files = {path.relative_to(ROOT).with_suffix(""): path for path in product_files()}
    modules = {".".join(name.parts): path for name, path in files.items() if name.parts[0] != "sandbox"}
    assert [line for module, path in modules.items() for line in upward(module, path.read_text())] == []


UNTIL = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    "


@pytest.mark.parametrize(
    ("module", "planted"),
    [
        ("oms.orders.move", f"{UNTIL}from jobs.models import JobRun"),
        ("shopify_client.retry", f"{UNTIL}from oms.models import Shop"),
        ("oms.orders.move", f"{UNTIL}import shopify_client.types"),
        ("console.orders.order", f"{UNTIL}from console.webhooks import event"),
        ("console.orders.order", f"{UNTIL}from console import rooms\n    from console.settings import shops"),
        ("oms.orders.move", "apps.get_model('jobs.JobRun')"),
        ("oms.orders.move", "apps.get_model('jobs', 'JobRun')"),
        ("work.claim", "import_module('jobs.models')"),
    ],
)
def test_a_breach_is_noticed(module: str, planted: str) -> None:
    assert len(upward(module, planted)) == 1


@pytest.mark.parametrize(
    ("module", "harmless"),
    [
        ("jobs.engine.run", f"{UNTIL}from oms.models import Shop"),
        ("jobs.models.schedule", f"{UNTIL}from jobs.models.pause import Pause"),
        ("console.orders.order", f"{UNTIL}from console.frame import page\n    from datetime import date"),
        ("oms.orders.move", "apps.get_model('auth.User')"),
    ],
)
def test_what_points_down_is_free(module: str, harmless: str) -> None:
    assert upward(module, harmless) == []
