"""Describes the terms of a search text, as a tree."""

from dataclasses import dataclass
from typing import Any

COMPARISONS = {"": "match_all", ">": "range_gt", ">=": "range_gte", "<": "range_lt", "<=": "range_lte"}


@dataclass(frozen=True)
class Term:
    """Holds field:>=value; without a field it searches the record's text.

    `quoted` keeps the words together.
    """

    field: str | None
    value: str
    comparison: str = ""  # "" | ">" | ">=" | "<" | "<="
    quoted: bool = False

    @property
    def prefix(self) -> str | None:
        """Cuts the final * off; quotes make the star ordinary."""
        return self.value[:-1] if self.value.endswith("*") and not self.quoted else None


@dataclass(frozen=True)
class Not:
    part: "Tree"


@dataclass(frozen=True)
class And:
    parts: tuple["Tree", ...]


@dataclass(frozen=True)
class Or:
    parts: tuple["Tree", ...]


Tree = Term | Not | And | Or


def shown(tree: Tree) -> dict[str, Any]:
    """Writes the tree as `extensions.search[].parsed` does."""
    if isinstance(tree, And):
        return {"and": [shown(part) for part in tree.parts]}
    if isinstance(tree, Or):
        return {"or": [shown(part) for part in tree.parts]}
    if isinstance(tree, Not):
        return {"not": shown(tree.part)}
    how = "match_phrase" if tree.quoted and not tree.comparison else COMPARISONS[tree.comparison]
    return {"field": tree.field or "default", how: tree.value}
