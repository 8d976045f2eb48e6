"""A constant that a test patches is read where it stands: a copy would keep what it was when it was first imported."""

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.tree import ROOT, product_files


def brought_in(tree: ast.AST) -> dict[str, str]:
    """By the name that a file gives it, what it imports."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
    return names


def patched(source: str) -> set[str]:
    """Constants that a test sets anew, with their modules."""
    tree = ast.parse(source)
    names = brought_in(tree)
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="setattr"), args=[target, ast.Constant(value=str(name)), *_]):
                found.add(f"{names.get(ast.unparse(target), ast.unparse(target))}.{name}")
            case ast.Call(func=ast.Attribute(attr="setattr"), args=[ast.Constant(value=str(name)), *_]):
                found.add(name)
    return {name for name in found if name.rpartition(".")[2].isupper()}


def copies(constants: set[str], sources: Iterable[tuple[str, str]]) -> list[str]:
    """Modules that bring such a constant in by its value."""
    return [
        f"{name} copies {constant}"
        for name, source in sources
        for constant in sorted(constants & set(brought_in(ast.parse(source)).values()))
    ]


def read(files: Iterable[Path]) -> list[tuple[str, str]]:
    return [(str(path.relative_to(ROOT)), path.read_text()) for path in files]


def test_no_module_copies_a_constant_that_a_test_patches() -> None:
    constants = {name for _, source in read((ROOT / "tests").rglob("*.py")) for name in patched(source)}
    assert len(constants) > 8
    assert copies(constants, read(product_files())) == []


def test_a_copy_is_noticed() -> None:
    tests = (
        "from jobs.engine import run as there\nmonkeypatch.setattr(there, 'KEPT', 1)\n"
        "monkeypatch.setattr('jobs.worker.MOST', 1)\nmonkeypatch.setattr(there, 'save', 1)\n"
    )
    constants = patched(tests)
    assert constants == {"jobs.engine.run.KEPT", "jobs.worker.MOST"}
    assert copies(constants, [("a.py", "from jobs.engine.run import KEPT")]) == ["a.py copies jobs.engine.run.KEPT"]
    assert copies(constants, [("a.py", "from jobs.worker import MOST as most")]) == ["a.py copies jobs.worker.MOST"]
    assert copies(constants, [("a.py", "from jobs.engine.run import Run, save")]) == []
