"""What a run counts when a later pass meets what an earlier one wrote."""

import pytest

from integrations.shopify.bulk_load import carry_out
from integrations.shopify.products.bulk import SUBJECT
from tests.imports.lines import jsonl, product, variant
from tests.imports.support import Kept, LooseRun, import_lines, make_shop, outcome

pytestmark = pytest.mark.django_db


def second_pass(*raw: str, written: int) -> LooseRun:
    """A pass of a run that has written so many records before, all of them counted then."""
    run = LooseRun([Kept(text) for text in raw], cursor={"written": written})
    carry_out(run, make_shop(), None, SUBJECT)  # type: ignore[arg-type]
    return run


def test_what_the_pass_before_wrote_is_counted_once() -> None:
    import_lines(SUBJECT, make_shop(), jsonl(product(1)), jsonl(product(2), variant(21, 2)))
    run = second_pass(jsonl(product(1)), jsonl(product(2), variant(21, 2)), written=2)
    assert outcome(run) == {"read": 3}


def test_what_the_pass_before_did_not_write_is_counted_as_ever() -> None:
    import_lines(SUBJECT, make_shop(), jsonl(product(1)))
    run = second_pass(jsonl(product(1)), jsonl(product(2), variant(21, 2)), written=1)
    assert outcome(run) == {"read": 3, "created": 1}
