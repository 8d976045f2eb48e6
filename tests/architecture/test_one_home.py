"""What the console does in many places is written in one."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, product_files

_SIDE = re.compile(r"(?P<column>\w+)__(?P<side>lt|gt)e?")


def pages_by_hand(node: ast.AST) -> bool:
    """A condition on the side of a mark, an offset, or Django's own pages."""
    match node:
        case ast.keyword(arg=str(name), value=value):
            return _beyond_a_mark(name, value)
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            return any(isinstance(key, ast.Constant) and _beyond_a_mark(str(key.value), value) for key, value in pairs)
        case ast.Subscript(slice=ast.Slice(lower=lower)) if lower is not None:
            return not isinstance(lower, ast.Constant) and not ast.unparse(lower).isupper()
        case ast.Name(id="Paginator") | ast.Attribute(attr="Paginator"):
            return True
    return False


def _beyond_a_mark(name: str, value: ast.expr) -> bool:
    """The id on either side; any column below a value that is neither now nor another row's."""
    found = _SIDE.fullmatch(name)
    if not found:
        return False
    below = found["side"] == "lt" and not re.search(r"\bnow\b|\bNow\b|\bOuterRef\b", ast.unparse(value))
    return found["column"] in ("pk", "id") or below


def cleans_by_hand(node: ast.AST) -> bool:
    """A NUL, as text: PostgreSQL holds none."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "\x00" in node.value


def reads_ids_by_hand(node: ast.AST) -> bool:
    """By its digits, or `int` of what a request says."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "int":
        return any(re.search(r"\b(?:GET|POST|resolver_match|headers)\b", ast.unparse(part)) for part in node.args)
    return isinstance(node, ast.Attribute) and node.attr in ("isdecimal", "isdigit", "isnumeric")


def places(does: Callable[[ast.AST], bool], files: list[Path]) -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in files
        if any(does(node) for node in ast.walk(ast.parse(path.read_text())))
    }


def console() -> list[Path]:
    return [path for path in product_files() if path.relative_to(ROOT).parts[0] == "console"]


def test_lists_go_from_page_to_page_in_one_way() -> None:
    """`console/lists/paging.py`. A log is followed, not paged."""
    assert places(pages_by_hand, console()) == {"console/runs/logs.py"}


def test_texts_from_outside_are_cleaned_in_one_place() -> None:
    """The API refuses what pages leave out."""
    files = [path for path in product_files() if path.relative_to(ROOT).parts[0] != "sandbox"]
    assert places(cleans_by_hand, files) == {"integrations/text.py", "console/api/fields.py"}


def test_ids_from_outside_are_read_in_one_place() -> None:
    """`integrations.text`, ours and Shopify's. A cron line's minute is no id, nor is the length of a body."""
    files = [path for path in product_files() if path.relative_to(ROOT).parts[0] in ("console", "jobs", "webhooks")]
    assert places(reads_ids_by_hand, files) == {"console/schedule/words.py", "webhooks/intake/reception.py"}


@pytest.mark.parametrize(
    ("does", "planted"),
    [
        (pages_by_hand, "rows.filter(pk__lt=5)"),
        (pages_by_hand, "rows.filter(order_date__lt=mark)"),
        (pages_by_hand, "rows.filter(**{'id__gt': mark})"),
        (pages_by_hand, "rows[offset : offset + 50]"),
        (pages_by_hand, "rows[(page - 1) * 50 :]"),
        (pages_by_hand, "Paginator(rows, 50)"),
        (pages_by_hand, "paginator.Paginator(rows, 50)"),
        (cleans_by_hand, "t.replace('\\x00', '')"),
        (reads_ids_by_hand, "t.isdecimal()"),
        (reads_ids_by_hand, "int(request.GET['page'])"),
        (reads_ids_by_hand, "int(request.GET.get('page', 1))"),
    ],
)
def test_what_is_planted_is_noticed(does: Callable[[ast.AST], bool], planted: str) -> None:
    assert any(does(node) for node in ast.walk(ast.parse(planted)))


@pytest.mark.parametrize(
    ("does", "harmless"),
    [
        (pages_by_hand, "rows.filter(pk=5, due_at__lt=Now() - LATE, created_at__gte=edge)[:50]"),
        (cleans_by_hand, "b'\\x00'"),
        (reads_ids_by_hand, "int(self.shop)"),
    ],
)
def test_what_is_harmless_is_not(does: Callable[[ast.AST], bool], harmless: str) -> None:
    assert not any(does(node) for node in ast.walk(ast.parse(harmless)))
