"""A module says in one short sentence what it does: subject, verb, object."""

import ast
import re

import pytest

from tests.architecture.tree import ROOT, product_files

MOST_WORDS = 12
LONG_ONES = 648
# Words behind which it stays unsaid who does what, and an -ing that is no sentence.
_SAYS_NOBODY = re.compile(r"\b(?:what of|whoever|somebody|anew|told)\b", re.IGNORECASE)
_UNCLEAR = re.compile(rf"{_SAYS_NOBODY.pattern}|\bof which\b|^\w+ing\b", re.IGNORECASE)


def unclear(source: str) -> str:
    """The first line, when it is no such sentence; "" when it is, or there is none."""
    first, _, rest = (ast.get_docstring(ast.parse(source)) or "").partition("\n")
    ends = not first or first.endswith((".", ")"))
    cut = bool(rest) and not rest.startswith("\n")
    return first if len(first.split()) > MOST_WORDS or _UNCLEAR.search(first) or not ends or cut else ""


def test_modules_say_what_they_do() -> None:
    files = product_files()
    assert len(files) > 100
    assert {str(path.relative_to(ROOT)): line for path in files if (line := unclear(path.read_text()))} == {}


Described = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def descriptions(source: str) -> list[str]:
    """What functions and classes say of themselves."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, Described)]
    return [text for node in nodes if (text := ast.get_docstring(node))]


def unclear_below(source: str) -> list[str]:
    """First lines of functions and classes that need a second reading, or break off."""
    found = []
    for text in descriptions(source):
        first, _, rest = text.partition("\n")
        cut = rest and not rest.startswith("\n")
        if _SAYS_NOBODY.search(first) or cut or not first.endswith((".", ")", "?", "!", ":")):
            found.append(first)
    return found


def test_functions_say_it_in_plain_words() -> None:
    files = product_files()
    assert {str(path.relative_to(ROOT)): lines for path in files if (lines := unclear_below(path.read_text()))} == {}
    assert unclear_below('def f():\n    """Of whoever calls."""\n') == ["Of whoever calls."]
    assert unclear_below('async def f():\n    """Of whoever calls."""\n') == ["Of whoever calls."]
    assert unclear_below('class A:\n    """Reads a list that is\n    long."""\n') == ["Reads a list that is"]
    assert unclear_below('def f():\n    """Reads a list.\n\n    It is long.\n    """\n') == []


def test_long_first_lines_of_functions_become_fewer() -> None:
    """Whoever shortens some lowers the number; it never rises."""
    lines = [text.partition("\n")[0] for path in product_files() for text in descriptions(path.read_text())]
    assert len([line for line in lines if len(line.split()) > MOST_WORDS]) <= LONG_ONES


def test_each_module_says_something() -> None:
    files = [path for path in product_files() if path.name not in {"apps.py"}]
    assert [str(path) for path in files if not ast.get_docstring(ast.parse(path.read_text()))] == []


@pytest.mark.parametrize(
    "line",
    [
        "Reads a list of things that is so long that nobody would ever read it to its end.",
        "What of a shop stands for what of ours was said.",
        "Reading a list.",
        "Reads a list for whoever asks.",
        "Reads a list that was told\n    us in two lines.",
    ],
)
def test_a_planted_line_is_noticed(line: str) -> None:
    assert unclear(f'"""{line}"""')


def test_a_clear_line_may_be_followed_by_reasons() -> None:
    assert unclear('"""Reads a list (of products).\n\nTold by somebody.\n"""') == ""
    assert unclear("import os") == ""
