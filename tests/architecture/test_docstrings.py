"""What a module of the console does is said in one short line of plain English."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import ROOT, product_files

WORDS = 12
# Turns of speech that need a second reading.
_UNCLEAR = re.compile(r"\b(?:what of|whoever|somebody|anew|told)\b", re.IGNORECASE)
PACKAGES = ("console",)


def first_lines(source: str) -> dict[str, str]:
    """Name -> first line of its docstring; the module's under ""."""
    tree = ast.parse(source)
    named = [("", tree)] + [
        (node.name, node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    docs = {name: ast.get_docstring(node) for name, node in named}  # type: ignore[arg-type]
    return {name: doc.splitlines()[0] for name, doc in docs.items() if doc}


def complaints(source: str) -> list[str]:
    lines = first_lines(source)
    found = [f"{len(lines[''].split())} words: {lines['']}"] if len(lines.get("", "").split()) > WORDS else []
    return found + [line for line in lines.values() if _UNCLEAR.search(line)]


def files() -> list[Path]:
    return [path for path in product_files() if path.relative_to(ROOT).parts[0] in PACKAGES]


def test_first_lines_are_short_and_plain() -> None:
    found = {str(path.relative_to(ROOT)): complaints(path.read_text()) for path in files()}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_each_module_has_one() -> None:
    silent = [path for path in files() if "" not in first_lines(path.read_text()) and path.name != "apps.py"]
    assert silent == []


def test_what_is_planted_is_noticed() -> None:
    assert complaints('"""What of the orders needs a person."""')
    assert complaints('"""' + "word " * 13 + '"""')
    assert complaints('"""Fine."""\ndef f():\n    """Of whoever calls."""')
    assert complaints('"""' + "word " * 11 + '.\n\nThe rest may be as long as it wants, whoever reads it."""') == []
