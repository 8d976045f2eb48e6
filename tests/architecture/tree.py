"""The product's own source files, and what the rules about them need to know."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the roof to the ground; what stands on one line lies side by side.
FLOORS = (
    ("jobmanager",),
    ("console",),
    ("webhooks",),
    ("jobs",),
    ("work",),
    ("integrations",),
    ("oms", "shopify_client"),
)
PACKAGES = (*(package for floor in FLOORS for package in floor), "sandbox")


def product_files(root: Path = ROOT) -> list[Path]:
    """Python files of the product: no tests, no migrations, no empty __init__."""
    found = [path for package in PACKAGES for path in (root / package).rglob("*.py") if "migrations" not in path.parts]
    return [path for path in found if path.read_text().strip()]


def height(app: str) -> int:
    """0 is the ground; an app of somebody else lies below it."""
    for number, floor in enumerate(reversed(FLOORS)):
        if app in floor:
            return number
    return -1


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
