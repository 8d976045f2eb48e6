"""What the console does in many places is written in one."""

import ast
from collections.abc import Callable
from pathlib import Path

from tests.architecture.tree import ROOT, product_files

_SIDES = {f"{name}__{side}" for name in ("pk", "id") for side in ("lt", "gt", "lte", "gte")}


def pages_by_hand(node: ast.AST) -> bool:
    """A condition on the id's side of a mark."""
    return isinstance(node, ast.keyword) and node.arg in _SIDES


def cleans_by_hand(node: ast.AST) -> bool:
    """A NUL, as text: PostgreSQL holds none."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "\x00" in node.value


def reads_ids_by_hand(node: ast.AST) -> bool:
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


def test_what_is_planted_is_noticed() -> None:
    def found(does: Callable[[ast.AST], bool], source: str) -> bool:
        return any(does(node) for node in ast.walk(ast.parse(source)))

    assert found(pages_by_hand, "rows.filter(pk__lt=5)") and not found(pages_by_hand, "rows.filter(pk=5)")
    assert found(cleans_by_hand, "t.replace('\\x00', '')") and not found(cleans_by_hand, "b'\\x00'")
    assert found(reads_ids_by_hand, "t.isdecimal()")
