"""A handler says which parameters it takes: never a dictionary of anything."""

import ast
import re

import pytest

from tests.architecture.tree import ROOT, functions

UNTYPED = {"Any", "object"}
DICTIONARIES = {"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict"}
# Names under which a function is given what a person chose.
CHOSEN = {"parameters", "params", "options", "settings", "arguments"}


def loose(source: str) -> list[str]:
    """Functions that take parameters as anything, or a dictionary under whatever name."""
    found = []
    for function in functions(source):
        given = function.args
        for one in [*given.posonlyargs, *given.args, *given.kwonlyargs]:
            named = _names(one.annotation) if one.annotation else ["Any"]
            untold = one.arg in CHOSEN and set(named) & (UNTYPED | DICTIONARIES)
            if untold or named[0] in DICTIONARIES:
                found.append(function.name)
    return found


def _names(annotation: ast.expr) -> list[str]:
    """Its names, the outermost first; one in quotes is read too."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = ast.parse(annotation.value, mode="eval").body
    return re.findall(r"\w+", re.sub(r"\b[a-z_.]+\.(?=[A-Z])", "", ast.unparse(annotation)))


def test_no_handler_takes_a_dictionary() -> None:
    files = [path for room in ("catalog", "handlers") for path in (ROOT / "jobs" / room).rglob("*.py")]
    assert len(files) > 20
    assert {path.name: names for path in files if (names := loose(path.read_text()))} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "def f(run: Run, parameters: dict[str, Any]) -> None: ...",
        "def f(run: Run, parameters: Any) -> None: ...",
        "def f(run: Run, parameters) -> None: ...",
        "def f(run: Run, params: dict[str, str]) -> None: ...",
        "def f(run: Run, chosen: dict[str, str]) -> None: ...",
        "def f(run: Run, parameters: typing.Dict[str, int]) -> None: ...",
        "def f(run: Run, parameters: 'dict[str, Any]') -> None: ...",
        "def f(run: Run, *, parameters: MutableMapping[str, str]) -> None: ...",
        "def f(run: Run, parameters: dict[str, str] | None) -> None: ...",
        "def f(run: Run, parameters: Optional[dict]) -> None: ...",
    ],
)
def test_a_dictionary_is_noticed(planted: str) -> None:
    assert loose(planted) == ["f"]


@pytest.mark.parametrize(
    "harmless",
    [
        "def f(run: Run, parameters: Parameters) -> None: ...",
        "def f(keep: Callable[[dict[str, str]], bool]) -> None: ...",
    ],
)
def test_a_typed_one_is_free(harmless: str) -> None:
    assert loose(harmless) == []
