"""The documents name only files and folders that exist, and link only to pages and headings that exist."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.architecture.tree import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
# What a command makes is no part of the tree.
TOPS = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."} - {"var", "staticfiles"}
FILES = [PurePosixPath(path.relative_to(ROOT)) for top in TOPS for path in (ROOT / top).rglob("*") if path.is_file()]
SUFFIXES = (".py", ".sql", ".html")
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# `GET webhooks` is an address.
_ADDRESS = re.compile(r"(GET|POST|PUT|PATCH|DELETE)\b")
# `<name>`, `…` and KEY stand for any name.
_PLACEHOLDER = re.compile(r"<\w+>|…|\b[A-Z]{2,}\b(?!\.md)")


def named(page: str) -> Iterator[str]:
    """The paths of the tree among the words in backticks and in commands."""
    commands = [text for language, text in _FENCED.findall(page) if language == "sh"]
    spans = re.findall(r"`([^`\n]+)`", _FENCED.sub("", page))
    to_be_made = set(re.findall(r"[Ww]rite `(\S+)`", page))
    for word in " ".join([*(span for span in spans if not _ADDRESS.match(span)), *commands]).split():
        path = word.strip("\"'(),;:").partition("::")[0]
        of_a_top = "/" in path and path.partition("/")[0] in TOPS
        if (of_a_top or path.endswith(SUFFIXES)) and path not in to_be_made:
            yield path


def exists(path: str) -> bool:
    """From the root; a path that begins with none of its folders may stand anywhere below them."""
    pattern = _PLACEHOLDER.sub("*", path).rstrip("/")
    if pattern.partition("/")[0] in TOPS or (ROOT / pattern).is_file():
        return any(ROOT.glob(pattern))
    return any(file.match(pattern) for file in FILES)


def headings(page: str) -> set[str]:
    """The anchors that a forge makes of a page's headings."""
    found = re.findall(r"^#+ (.+)$", _FENCED.sub("", page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def dead_links(page: str, folder: Path) -> list[str]:
    dead = []
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#?([^)\s]*)\)", page):
        if "://" in target:
            continue
        there = folder / target
        text = there.read_text() if target and there.is_file() else page
        if not there.exists() or (anchor and anchor not in headings(text)):
            dead.append(f"{target}#{anchor}" if anchor else target)
    return dead


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    assert [path for path in named(page.read_text()) if not exists(path)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert dead_links(page.read_text(), page.parent) == []


def test_what_is_planted_is_noticed() -> None:
    page = (
        "`jobs/gone.py`, `jobs/gone/`, `gone.sql`; `bin/test jobs/catalog`, `jobs/catalog/KEY/*.py`, `orders/create`,"
        "`https://a.b/jobs/x`, `POST webhooks/gone`\nWrite `jobs/new.py`: `jobs/new.py`\n"
        "```sh\nbin/gone -k x\n```\n```python\nbin/other\n```\n"
    )
    assert [path for path in named(page) if not exists(path)] == ["jobs/gone.py", "jobs/gone/", "gone.sql", "bin/gone"]
    assert exists("initial_load/import_products.py")
    assert not exists("initial_load/import_customers.py")
    links = "# A b\n[x](docs/gone.md) [x](docs/api.md#gone) [x](#a-b) [x](docs/api.md#keys) [x](https://a.b/c)"
    assert dead_links(links, ROOT) == ["docs/gone.md", "docs/api.md#gone"]
