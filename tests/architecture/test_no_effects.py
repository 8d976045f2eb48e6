"""No module is imported for its effect: what is to be known is listed where it is used.

An import that only registers something leaves a name that nobody reads. ruff finds each (F401); this holds that nothing
of the product asks it not to look.
"""

import ast
import re
import tomllib

from tests.architecture.tree import ROOT, product_files

_EXCUSE = re.compile(r"#\s*(?:ruff:\s*)?noqa(?::[\w\s,]*\bF401\b|\s*(?:$|\())", re.MULTILINE)


def excused(source: str) -> list[str]:
    """Lines that keep an import which nothing reads."""
    return [line.strip() for line in source.splitlines() if _EXCUSE.search(line)]


def loaded_by_name(source: str) -> list[str]:
    """Calls of `import_module` as statements of their own: what they load is not looked at."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = ast.unparse(node.value.func).rpartition(".")[2]
            if called in ("import_module", "__import__", "autodiscover_modules", "autodiscover_tasks"):
                found.append(ast.unparse(node))
    return found


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
    assert loaded_by_name("import importlib\nimportlib.import_module('a')") == ["importlib.import_module('a')"]
    assert loaded_by_name("app.autodiscover_tasks()") == ["app.autodiscover_tasks()"]
    assert loaded_by_name("from importlib import import_module\nmodule = import_module('a')") == []
