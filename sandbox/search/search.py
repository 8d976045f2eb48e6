"""Searches a list."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sandbox.search.field_kinds import Reading, Test
from sandbox.search.fields import Table
from sandbox.search.parser import parse
from sandbox.search.terms import And, Not, Term, Tree
from sandbox.search.values import Unreadable

Warnings = list[dict[str, str]]


class Search:
    """Searches by the fields of one table.

    A field that Shopify does not know gives a warning and is left out, so that everything may match: its own
    behaviour, and the reason why a client has to look at the warnings.
    """

    def __init__(self, table: Table, reading: Callable[[], Reading]) -> None:
        self.table = table
        self.reading = reading

    def filter(self, records: Sequence[Any], text: str | None) -> tuple[Sequence[Any], Warnings]:
        """Gives the matching records, in their order, and the warnings.

        Raises UnmodelledField.
        """
        test, warnings = self.test(text)
        return (records if test is None else [record for record in records if test(record)]), warnings

    def test(self, text: str | None) -> tuple[Test | None, Warnings]:
        """Makes the test (None: all pass) and warnings. Raises UnmodelledField."""
        warnings: Warnings = []
        tree = parse(text or "")
        return (None if tree is None else self._test(tree, warnings)), warnings

    def candidates(self, text: str | None) -> list[Any] | None:
        """Finds records that may match by an index; None: look at all."""
        tree = parse(text or "")
        terms = tree.parts if isinstance(tree, And) else (tree,)
        for term in terms:
            found = self._find(term) if isinstance(term, Term) and term.field else None
            if found is not None:
                return list(found)
        return None

    def _find(self, term: Term) -> Iterable[Any] | None:
        field = self.table.fields.get(term.field or "")
        if field is None or field.find is None or term.comparison or term.prefix is not None:
            return None
        return field.find(term.value)

    def _test(self, tree: Tree, warnings: Warnings) -> Test | None:
        """Tests a record; None for a part that is left out."""
        if isinstance(tree, Term):
            return self._term(tree, warnings)
        if isinstance(tree, Not):
            test = self._test(tree.part, warnings)
            return None if test is None else lambda record: not test(record)
        tests = [test for test in (self._test(part, warnings) for part in tree.parts) if test is not None]
        if not tests:
            return None
        fits = all if isinstance(tree, And) else any
        return lambda record: fits(test(record) for test in tests)

    def _term(self, term: Term, warnings: Warnings) -> Test | None:
        field = self.table.text if term.field is None else self.table.named(term.field)
        if field is None:
            warnings.append(
                {
                    "field": term.field or "",
                    "message": "Invalid search field for this query.",
                    "code": "invalid_field",
                }
            )
            return None
        try:
            return field.test(term, self.reading())
        except Unreadable as unreadable:
            warnings.append(
                {
                    "field": term.field or "default",
                    "message": f"Input `{unreadable}` is not an accepted value.",
                    "code": "invalid_value",
                }
            )
            return lambda record: False
