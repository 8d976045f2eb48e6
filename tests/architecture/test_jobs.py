"""A handler says which parameters it takes: never a dictionary of anything."""

import ast

from tests.architecture.tree import ROOT, functions

UNTYPED = {"Any", "object", "dict", "Mapping"}


def loose(source: str) -> list[str]:
    """Functions that take `parameters` as a dictionary or as anything."""
    found = []
    for function in functions(source):
        for one in [*function.args.args, *function.args.kwonlyargs]:
            named = (
                {node.id for node in ast.walk(one.annotation) if isinstance(node, ast.Name)}
                if one.annotation
                else UNTYPED
            )
            if one.arg == "parameters" and named & UNTYPED:
                found.append(function.name)
    return found


def _names(annotation: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)}


def test_no_handler_takes_a_dictionary() -> None:
    files = [path for room in ("catalog", "handlers") for path in (ROOT / "jobs" / room).rglob("*.py")]
    assert len(files) > 20
    assert {path.name: names for path in files if (names := loose(path.read_text()))} == {}


def test_a_dictionary_would_be_noticed() -> None:
    assert loose("def f(run: Run, parameters: dict[str, Any]) -> None: ...") == ["f"]
    assert loose("def f(run: Run, parameters) -> None: ...") == ["f"]
    assert loose("def f(run: Run, parameters: Parameters) -> None: ...") == []
