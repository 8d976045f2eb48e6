"""A module says in one short sentence what it does: subject, verb, object."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, product_files

KEPT = ("oms", "integrations", "shopify_client")
MOST_WORDS = 12
# Words behind which it stays unsaid who does what, and an -ing that is no sentence.
_UNCLEAR = re.compile(r"\bwhat of\b|\bof which\b|\bwhoever\b|\bsomebody\b|\banew\b|\btold\b|^\w+ing\b", re.IGNORECASE)


def unclear(source: str) -> str:
    """The first line, when it is no such sentence; "" when it is, or there is none."""
    first, _, rest = (ast.get_docstring(ast.parse(source)) or "").partition("\n")
    ends = not first or first.endswith((".", ")"))
    cut = bool(rest) and not rest.startswith("\n")
    return first if len(first.split()) > MOST_WORDS or _UNCLEAR.search(first) or not ends or cut else ""


def test_modules_say_what_they_do() -> None:
    files: list[Path] = [path for path in product_files() if path.relative_to(ROOT).parts[0] in KEPT]
    assert len(files) > 100
    assert {str(path.relative_to(ROOT)): line for path in files if (line := unclear(path.read_text()))} == {}


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
