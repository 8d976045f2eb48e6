"""docs/settings.md names every environment variable that the product reads, with its default."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import ROOT, product_files

_FLAGS, _LISTS = "_flag", "_list"
_FRAMEWORK = {"DJANGO_SETTINGS_MODULE"}


def read_names(source: str) -> Iterator[tuple[str, str | None]]:
    """(variable, default as written in the code or None) for each place that reads the environment."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Subscript)
            and ast.unparse(node.value) == "os.environ"
            and isinstance(node.slice, ast.Constant)
        ):
            yield str(node.slice.value), None
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        called = ast.unparse(node.func)
        if called in {"os.environ.get", "os.getenv", _LISTS, _FLAGS}:
            given = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else None
            yield str(node.args[0].value), "off" if called == _FLAGS and not given else given


def page() -> dict[str, str]:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) ?\| .+ \|$", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)
    return {name: default.strip("`") for name, default in rows}


def code() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in product_files():
        if "demo" in path.parts:  # talks to its own second half through the environment
            continue
        for name, default in read_names(path.read_text()):
            if name not in _FRAMEWORK:
                found[name] = default or found.get(name, "")
    return found


def test_the_page_names_every_variable_with_its_default() -> None:
    assert page() == code()


def test_reading_is_found_in_every_form() -> None:
    source = "os.environ['A']; os.environ.get('B', 'b'); _flag('C'); _list('D', 'x,y'); os.environ.get('E')"
    assert dict(read_names(source)) == {"A": None, "B": "b", "C": "off", "D": "x,y", "E": None}
