"""How a list of Shopify's goes on is known in one module."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, product_files

_PAGING = re.compile(r"\b(?:hasNextPage|endCursor|has_next_page|end_cursor|page_info)\b")
# The reader, and the typed nodes that it reads.
HOME = {"shopify_client/pages.py", "shopify_client/types/base.py"}


def readers(files: list[Path], root: Path) -> set[str]:
    """Modules that look at the end of a page themselves."""
    return {str(path.relative_to(root)) for path in files if _PAGING.search(path.read_text())}


def test_only_the_reader_of_lists_looks_for_a_next_page() -> None:
    files = [path for path in product_files() if path.relative_to(ROOT).parts[0] != "sandbox"]
    assert readers(files, ROOT) == HOME


@pytest.mark.parametrize("line", ['page["pageInfo"]["hasNextPage"]', "page.page_info.end_cursor", "x.has_next_page"])
def test_the_rule_notices_a_planted_reader(tmp_path: Path, line: str) -> None:
    planted = tmp_path / "fetch.py"
    planted.write_text(line)
    assert readers([planted], tmp_path) == {"fetch.py"}
