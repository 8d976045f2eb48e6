"""No module is imported for its effect: what is to be known is listed where it is used.

An import that only registers something leaves a name that nobody reads. ruff finds each (F401); this holds that nothing
of the product asks it not to look.
"""

import ast
import re
import tomllib

import pytest

from tests.architecture.tree import ROOT, product_files

_EXCUSE = re.compile(r"#\s*(?:ruff:\s*)?noqa(?::[\w\s,]*\bF401\b|\s*(?:$|\())", re.MULTILINE)


def excused(source: str) -> list[str]:
    """Lines that keep an import which nothing reads."""
    return [line.strip() for line in source.splitlines() if _EXCUSE.search(line)]


_LOADERS = {
    "import_module",
    "__import__",
    "import_string",
    "autodiscover_modules",
    "autodiscover_tasks",
    "run_module",
    "walk_packages",
}


def loaded_by_name(source: str) -> list[str]:
    """Calls that load a module whose content nobody looks at: what they give is kept under no name that is read."""
    tree = ast.parse(source)
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    loads = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _loads(node)]
    return [ast.unparse(call) for call in loads if not _looked_at(above[call], above, read)]


def _loads(call: ast.Call) -> bool:
    return getattr(call.func, "attr", getattr(call.func, "id", "")) in _LOADERS


def _looked_at(node: ast.AST, above: dict[ast.AST, ast.AST], read: set[str]) -> bool:
    match node:
        case ast.Expr():
            return False
        case ast.Assign(targets=targets):
            return any(not isinstance(target, ast.Name) or target.id in read - {"_"} for target in targets)
        case (
            ast.ListComp()
            | ast.SetComp()
            | ast.GeneratorExp()
            | ast.DictComp()
            | ast.Tuple()
            | ast.List()
            | ast.IfExp()
        ):
            return _looked_at(above[node], above, read)
        case ast.NamedExpr(target=target):
            return target.id in read
    return True


def test_no_import_is_kept_that_nothing_reads() -> None:
    found = {str(path.relative_to(ROOT)): excused(path.read_text()) for path in product_files()}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_no_module_is_loaded_by_its_name_for_its_effect() -> None:
    """The sandbox store discovers what belongs to it: it is a neighbour with a rule of its own."""
    files = [path for path in product_files() if path.relative_to(ROOT).parts[0] != "sandbox"]
    found = {str(path.relative_to(ROOT)): loaded_by_name(path.read_text()) for path in files}
    assert {path: calls for path, calls in found.items() if calls} == {}


def unused(source: str) -> set[str]:
    """Modules of ours that a package brings in and only names again: somebody else wants what importing them does."""
    tree = ast.parse(source)
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return {
        f"{node.module}.{alias.name}"
        for node in imports
        for alias in node.names
        if alias.name not in used and (ROOT / f"{node.module}".replace(".", "/") / f"{alias.name}.py").exists()
    }


def test_no_package_only_names_its_modules() -> None:
    packages = [path for path in product_files() if path.name == "__init__.py"]
    assert {str(path.relative_to(ROOT)): found for path in packages if (found := unused(path.read_text()))} == {}
    planted = 'from oms.admin import orders, stock\n__all__ = ["orders"]\nstock.ADMINS'
    assert unused(planted) == {"oms.admin.orders"}


def test_ruff_looks_for_them_everywhere() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "F" in lint["select"]
    excuses = [*lint["ignore"], *(code for codes in lint["per-file-ignores"].values() for code in codes)]
    assert not {"F", "F4", "F40", "F401"} & set(excuses)


def test_what_is_planted_is_noticed() -> None:
    for line in (
        "from a import b  # noqa: F401  (registers itself)",
        "import a  # noqa",
        "import a  # noqa: E501, F401",
        "# ruff: noqa: F401",
    ):
        assert excused(line) == [line]
    assert excused("import a  # noqa: S404\nimport b\n# F401 is what ruff calls it") == []


@pytest.mark.parametrize(
    "planted",
    [
        "importlib.import_module('a')",
        "_ = import_module('a')",
        "unread = import_module('a')",
        "[import_module(m) for m in ms]",
        "{m: import_module(m) for m in ms}",
        "_ = [import_module(m) for m in ms]",
        "for m in ms:\n    import_module(m)",
        "import_string('a.b')",
        "(unread := import_module('a'))",
        "__import__('a')",
        "app.autodiscover_tasks()",
    ],
)
def test_a_module_loaded_for_its_effect_is_noticed(planted: str) -> None:
    assert len(loaded_by_name(planted)) == 1


@pytest.mark.parametrize(
    "harmless",
    [
        "module = import_module('a')\nvars(module)",
        "vars(import_module('a'))",
        "all = [import_module(m).X for m in ms]",
    ],
)
def test_one_that_is_looked_at_is_free(harmless: str) -> None:
    assert loaded_by_name(harmless) == []
