"""A word on the screen is a word in the tree: categories, folders and the page in docs/ say the same."""

import re
from dataclasses import dataclass, field

from jobs import registry
from jobs.categories import Category
from tests.architecture.tree import ROOT


@dataclass
class Section:
    name: str
    words: str
    jobs: list[tuple[str, str, str]] = field(default_factory=list)  # name, summary, file under jobs/catalog or ""


def sections(page: str) -> list[Section]:
    """The page's categories in its order."""
    found = []
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        name, words, *rows = [line.strip() for line in part.splitlines() if line.strip()]
        cells = [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows[2:]]
        found.append(Section(name, words, [(job, summary, path) for job, summary, path in cells]))
    return found


PAGE = sections((ROOT / "docs" / "categories.md").read_text())


def test_the_page_has_the_categories_in_their_order_and_words() -> None:
    assert [(part.name, part.words) for part in PAGE] == [(part.label, part.summary) for part in Category]


def test_every_category_has_its_folder_and_no_folder_is_anything_else() -> None:
    folders = {path.name for path in (ROOT / "jobs/catalog").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(Category.values)


def test_every_job_stands_on_the_page_as_on_its_card() -> None:
    for category, part in zip(Category, PAGE, strict=True):
        written = [job for job in part.jobs if job[2]]
        cards = [(job.name, job.summary, job.key.replace(".", "/") + ".py") for job in registry.by_category(category)]
        assert written == cards


def test_a_job_without_a_file_is_not_offered() -> None:
    offered = {(job.category.label, job.name) for job in registry.all_jobs()}
    unwritten = {(part.name, name) for part in PAGE for name, _, path in part.jobs if not path}
    assert not offered & unwritten


def test_names_are_unique_within_a_category() -> None:
    for part in PAGE:
        names = [name for name, _, _ in part.jobs]
        assert len(names) == len(set(names))


def test_the_page_is_read_as_it_is_written() -> None:
    table = "| job | summary | file |\n|---|---|---|\n| A | Does a. | `p/a.py` |\n| B | b | |\n"
    page = f"# x\n\n## Pre-order\n\nWords.\n\n{table}"
    assert sections(page) == [Section("Pre-order", "Words.", [("A", "Does a.", "p/a.py"), ("B", "b", "")])]
