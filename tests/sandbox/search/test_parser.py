"""What a search text is read as."""

import pytest

from sandbox.search.parser import parse
from sandbox.search.terms import And, Not, Or, Term, Tree, shown


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("   ", None),
        ("status:open", Term("status", "open")),
        ("bob norman", And((Term(None, "bob"), Term(None, "norman")))),
        ("'bob norman'", Term(None, "bob norman", quoted=True)),
        ('"bob norman"', Term(None, "bob norman", quoted=True)),
        (r"tag:'it\'s \\ fine'", Term("tag", r"it's \ fine", quoted=True)),
        ("id:>=12", Term("id", "12", ">=")),
        ("id:>12 id:<=20", And((Term("id", "12", ">"), Term("id", "20", "<=")))),
        ("updated_at:>='2026-01-01T00:00:00Z'", Term("updated_at", "2026-01-01T00:00:00Z", ">=", quoted=True)),
        ("-tag:x", Not(Term("tag", "x"))),
        ("NOT tag:x", Not(Term("tag", "x"))),
        ("a:1 AND b:2", And((Term("a", "1"), Term("b", "2")))),
        ("a:1 OR b:2", Or((Term("a", "1"), Term("b", "2")))),
        ("a:1 b:2 OR c:3", Or((And((Term("a", "1"), Term("b", "2"))), Term("c", "3")))),
        ("a:1 (b:2 OR c:3)", And((Term("a", "1"), Or((Term("b", "2"), Term("c", "3")))))),
        ("-(a:1 OR b:2)", Not(Or((Term("a", "1"), Term("b", "2"))))),
        ("title: hat", Term("title", "hat")),
        ("name:blue-hat", Term("name", "blue-hat")),
        ("price:-5", Term("price", "-5")),
        ("sku:AB*", Term("sku", "AB*")),
        ("a:1 OR", Term("a", "1")),
        ("AND a:1", Term("a", "1")),
        ("(a:1", Term("a", "1")),
        ("a:1) b:2", And((Term("a", "1"), Term("b", "2")))),
        ("tag:'never closed", Term("tag", "never closed", quoted=True)),
        ("tag:", None),
    ],
)
def test_a_text_becomes_a_tree(text: str, tree: Tree | None) -> None:
    assert parse(text) == tree


def test_an_unquoted_time_falls_apart_at_its_colons() -> None:
    assert parse("updated_at:>=2026-09-25T02:45:22.433Z") == And(
        (Term("updated_at", "2026-09-25T02", ">="), Term("45", "22.433Z"))
    )


def test_a_star_within_quotes_is_an_ordinary_sign() -> None:
    plain, quoted = parse("sku:AB*"), parse("sku:'AB*'")
    assert isinstance(plain, Term) and isinstance(quoted, Term)
    assert (plain.prefix, quoted.prefix) == ("AB", None)


def test_a_tree_is_shown_as_the_answer_tells_it() -> None:
    tree = parse("a:1 b:'x y' OR -c:>=3 d")
    assert tree is not None
    assert shown(tree) == {
        "or": [
            {"and": [{"field": "a", "match_all": "1"}, {"field": "b", "match_phrase": "x y"}]},
            {"and": [{"not": {"field": "c", "range_gte": "3"}}, {"field": "default", "match_all": "d"}]},
        ]
    }
